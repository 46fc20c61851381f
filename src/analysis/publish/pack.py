"""The pack: every page of an authority and quarter, executed, rendered and put in place together."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from analysis.catalogue.project import project_root, raw_folder
from analysis.disclosure.policy import policy_named
from analysis.errors import AnalysisError, UnknownChoice
from analysis.ingest.published import check_held
from analysis.ingest.validation import check_raw_data
from analysis.periods import Quarter
from analysis.publish.manifest import checksums, files_below, read_manifest, write_manifest
from analysis.publish.staging import staged

PAGES = (
    "caseloads",
    "fostering_invest_to_save",
    "budget_variance",
    "performance_scorecard",
    "children_in_care",
    "missing_and_exploitation",
    "improvement_and_assurance",
    "figures_checked",
)
"""Notebooks of the pack, in the order of its navigation."""


@dataclass(frozen=True)
class Published:
    """What a run of ``publish`` came to: the pack's index, whether it was built anew, and its warnings."""

    index: Path
    built: bool
    warnings: list[str]


def publish(
    authority: str,
    quarter: str,
    policy: str = "public",
    only: str | None = None,
    jobs: int = 2,
    force: bool = False,
    report: Callable[[str], None] = lambda line: None,
) -> Published:
    """Publish the pack of an authority and quarter.

    Parameters
    ----------
    authority, quarter, policy
        Passed to every notebook.
    only
        Name of one page to build again in a pack that is already there.
    jobs
        Notebooks to execute at once.
    force
        Build even if nothing has changed since the last run.
    report
        Told of each step in a line.

    Raises
    ------
    AnalysisError
        If the data, a notebook or a page fails; the last pack is as it was.
    """
    if only is not None and only not in PAGES:
        raise UnknownChoice(f'"{only}" is not a page. There are: {", ".join(PAGES)}.')
    quarter = str(Quarter.parse(quarter))
    root = project_root()
    target = pack_folder(root, authority, quarter, policy)
    inputs = _inputs(root)
    record = root / "data" / "processed" / "published" / f"{authority}-{quarter.lower()}-{policy}.json"
    state = _state(root, inputs)
    last = read_manifest(target)
    if not force and only is None and last is not None and _last_state(record) == state:
        report("Nothing has changed since the pack was published.")
        return Published(target / "index.html", False, _warnings(last))
    report("Checking the raw data")
    check_raw_data()
    check_held(authority, quarter)
    names = [only] if only else list(PAGES)
    if only and (last is None or set(last["pages"]) != set(PAGES)):
        raise UnknownChoice(f"There is no whole pack in {target.relative_to(root)} to put the page into. Publish all pages first.")
    with staged(target) as staging:
        if only:
            shutil.copytree(target, staging, dirs_exist_ok=True)
        pages = _execute_all(root, names, {"authority": authority, "quarter": quarter, "policy": policy}, staging, jobs, report)
        facts = _write(staging, pages, last["pages"] if only else {})
        write_manifest(staging, {"authority": authority, "quarter": quarter, "policy": policy, "pages": facts}, inputs)
    if only is None:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(state), encoding="utf-8")
    return Published(target / "index.html", True, _warnings({"pages": facts}))


def pack_folder(root: Path, authority: str, quarter: str, policy: str) -> Path:
    """Where a pack stands; one for inside use stands apart and is not committed."""
    suffix = "" if policy_named(policy).name == "public" else f"-{policy}"
    return root / "reports" / authority / f"{Quarter.parse(quarter).slug}{suffix}"


def _execute_all(root: Path, names: list[str], parameters: dict, staging: Path, jobs: int, report: Callable[[str], None]) -> list:
    """Execute the notebooks side by side; every failure is told, not only the first."""
    from analysis.publish.execution import execute
    from analysis.publish.rendering import read_page

    executed = staging / ".executed"
    executed.mkdir()

    def run(name: str):
        report(f"Executing {name}")
        try:
            page = read_page(name, execute(root / "notebooks" / f"{name}.ipynb", parameters, executed / f"{name}.ipynb"))
        except AnalysisError as error:
            return error
        report(f"Executed {name}")
        return page

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        results = list(pool.map(run, names))
    shutil.rmtree(executed)
    failures = [result for result in results if isinstance(result, AnalysisError)]
    if len(failures) > 1:
        raise type(failures[0])("\n".join(str(failure) for failure in failures)) from failures[0]
    if failures:
        raise failures[0]
    return results


def _write(staging: Path, pages: list, kept: dict) -> dict:
    """Write pages, data files and index; returns title, opening and files of every page of the pack."""
    from analysis.publish.rendering import render_index
    from analysis.publish.writing import write_page

    facts = {name: kept[name] for name in PAGES if name in kept}
    facts |= {page.name: {**page.opening, "file": page.file_name, "data": list(page.downloads)} for page in pages}
    facts = {name: facts[name] for name in PAGES}
    links = [{"title": fact["title"], "file": fact["file"]} for fact in facts.values()]
    for page in pages:
        write_page(staging, page, links)
    downloads = [{"title": fact["title"], "files": fact["data"]} for fact in facts.values()]
    (staging / "index.html").write_text(render_index(list(facts.values()), links, downloads), encoding="utf-8")
    return facts


def _inputs(root: Path) -> dict[str, str]:
    """Checksums of what a pack is made from: raw data, declared checks, scenarios, notebooks and the locked dependencies."""
    return input_checksums(root, PAGES, [*sorted((root / "checks").glob("*.toml")), *sorted((root / "scenarios").glob("*.toml"))])


def input_checksums(root: Path, notebooks: Iterable[str], declared: list[Path]) -> dict[str, str]:
    """Checksums of the raw data, what is declared beside it, some notebooks and the locked dependencies."""
    named = [root / "notebooks" / f"{name}.ipynb" for name in notebooks]
    raw = [path for path in files_below(raw_folder()) if "extracts" not in path.parts]
    return checksums(root, [*raw, *declared, *(path for path in [*named, root / "requirements.lock"] if path.is_file())])


def _state(root: Path, inputs: dict[str, str]) -> dict:
    """Everything that can change a pack: its inputs, the package's own code and the Python that runs it."""
    package = Path(__file__).resolve().parents[1]
    code = checksums(package, files_below(package))
    digest = hashlib.sha256(json.dumps([inputs, code]).encode()).hexdigest()
    return {"inputs": digest, "python": sys.version}


def _last_state(record: Path) -> dict | None:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _warnings(manifest: dict) -> list[str]:
    return [f"{fact['title']}: {text}" for fact in manifest["pages"].values() for text in fact["warnings"]]

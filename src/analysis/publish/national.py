"""Packs of national statistics alone: of one council, or of all, with one index to find a council by name."""

import hashlib
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from analysis.catalogue.authorities import Authority, current_authorities, resolve
from analysis.catalogue.project import project_root
from analysis.disclosure.policy import policy_named
from analysis.errors import NoFigures, SeveralFailures, UnknownChoice
from analysis.pages.registry import NATIONAL_PAGES
from analysis.publish.inside import readers_of, stop_where_followed, suffix_of
from analysis.publish.limits import Effort
from analysis.publish.manifest import checksum, checksums, files_below, read_manifest, write_manifest
from analysis.publish.pack import Published
from analysis.publish.several import AllPublished, Order, all_published, packs_of
from analysis.store.national import digest_of_release, held_releases
from analysis.store.national_state import national_state
from analysis.store.staging import staged

FOLDER = "national"
SITE = (
    "Children's services: national statistics",
    "Figures are those that the Department for Education, the Ministry of Housing, Communities and Local Government and Ofsted publish under the Open "
    "Government Licence v3.0. Money is in pounds of the year, not adjusted for inflation.",
)

_WRITING = threading.Lock()
"""Held by the pack that is being rendered: templates are shared, and rendering keeps one core busy anyway."""


def publish_national(
    council: str,
    policy: str = "public",
    effort: Effort | None = None,
    force: bool = False,
    report: Callable[[str], None] = lambda line: None,
) -> Published:
    """Publish the pack of everything that the store holds of one council.

    Parameters
    ----------
    council
        A name, ONS code or DfE number.
    policy, effort, force, report
        As ``publish`` takes them.

    Raises
    ------
    UnknownAuthority
        If no council is called so.
    NoFigures
        If the store holds nothing of the council.
    AnalysisError
        If a notebook or a page fails; the last pack is as it was.
    """
    published = publish_councils([council], policy, effort, force, report)
    for failure in published.failures.values():
        raise failure
    return next(iter(published.packs.values()))


def publish_councils(
    councils: list[str] | None = None,
    policy: str = "public",
    effort: Effort | None = None,
    force: bool = False,
    report: Callable[[str], None] = lambda line: None,
    scheduler: str | None = None,
) -> AllPublished:
    """Publish a pack for each of some councils, or for every council that stands; one that fails is named and the others stand.

    Parameters
    ----------
    councils
        Names, ONS codes or DfE numbers; every council where it is ``None``.
    policy, effort, force, report
        As ``publish`` takes them. Of many councils, as many packs are made at once as ``effort`` has notebooks at once.
    scheduler
        Address of a Dask scheduler whose workers make the packs, such as ``tcp://10.0.0.1:8786``; here where it is ``None``.

    Raises
    ------
    UnknownAuthority
        If a council is not known; nothing is published.
    NoFigures
        If the store holds no release.
    NoCluster
        If the scheduler cannot be used.
    """
    from analysis.pages.national.worked_out import digest_of_figures, every_figure

    if policy_named(policy).rounds:
        raise UnknownChoice(
            f"National statistics stand as their publishers rounded them; the policy {policy} is for a council's own counts."
        )
    chosen = list(current_authorities()) if councils is None else list({one.slug: one for one in map(resolve, councils)}.values())
    root = project_root()
    if held_releases().empty:
        raise NoFigures("The store holds no national release. Download releases into data/raw/national and run: analysis ingest national.")
    # Before the kernels start: each of them finds it worked out.
    every_figure(digest_of_figures())
    effort, names = effort or Effort(), {one.slug: one.name for one in chosen}
    states = dict.fromkeys(names, state_of_national_packs(root))
    order = Order(root, policy, effort, force, _publish_one, _state_now, states, packs_at_once=effort.jobs)
    published = all_published(root / "reports" / FOLDER / "index.html", list(names), packs_of(order, names, report, scheduler))
    if policy == "public" and published.packs:
        write_national_index(root)
    return published


def _publish_one(order: Order, slug: str, kernels, jobs: int, report: Callable[[str], None]) -> Published:
    council, state = resolve(slug), order.states[slug]
    from analysis.publish.audit import packs_attacked, stop_where_given_away

    target = pack_folder(order.root, council, order.policy)
    stop_where_followed(target, order.policy)
    last = read_manifest(target)
    if not order.force and last is not None and last.get("state") == state:
        report("Nothing has changed since the pack was published.")
        return Published(target / "index.html", False, [], _left_out(last))
    with staged(target, report, readers_of(order.policy)) as staging:
        written = _fill(order.root, order.policy, order.effort, state, council, staging, kernels, jobs, report)
        stop_where_given_away(packs_attacked(staging, target.parent))
    return Published(target / "index.html", True, [], _left_out(written))


def make_anew(folder: Path, council: str, policy: str, effort: Effort, report: Callable[[str], None] = lambda line: None) -> None:
    """Make the national pack of a council into an empty folder; the pack that stands is neither read nor changed.

    Parameters
    ----------
    folder
        Where its files go.
    council, policy, effort, report
        As ``publish_national`` takes them.

    Raises
    ------
    AnalysisError
        As ``publish_national`` does.
    """
    from analysis.pages.national.worked_out import digest_of_figures, every_figure
    from analysis.publish.kernels.manager import Kernels

    root = project_root()
    every_figure(digest_of_figures())
    with Kernels(effort.warm) as kernels:
        _fill(root, policy, effort, state_of_national_packs(root), resolve(council), folder, kernels, effort.jobs, report)


def _fill(
    root: Path,
    policy: str,
    effort: Effort,
    state: str,
    council: Authority,
    staging: Path,
    kernels,
    jobs: int,
    report: Callable[[str], None],
) -> dict:
    """Write every file of a council's pack; returns what its manifest states of it."""
    from analysis.publish.execution import Task, execute_all
    from analysis.publish.rendering import read_page

    parameters = {"authority": council.slug, "quarter": "", "policy": policy}
    tasks = [Task(name, root / "notebooks" / f"{name}.ipynb", parameters) for name in NATIONAL_PAGES]
    done, failures = execute_all(tasks, kernels, jobs, report, effort.seconds_a_cell)
    if failures:
        raise SeveralFailures(failures) if len(failures) > 1 else failures[0]
    pages = [read_page(name, done[name].notebook) for name in NATIONAL_PAGES]
    with _WRITING:
        facts = {page.name: _facts(root, page) for page in pages if page.opening["drawn"]}
        if not facts:
            raise NoFigures(f"The national releases held give nothing of {council.name}.")
        empty = {page.name: page.opening["missing"] for page in pages if page.name not in facts}
        _write(staging, [page for page in pages if page.name in facts], facts, empty)
    written = {"authority": council.slug, "policy": policy, "state": state, "pages": facts, "left_out": empty}
    write_manifest(staging, written)
    return written


def _state_now(order: Order, slug: str) -> str:
    return state_of_national_packs(order.root)


def pack_folder(root: Path, council: Authority, policy: str) -> Path:
    """Where the pack of a council stands."""
    return root / "reports" / council.slug / f"{FOLDER}{suffix_of(policy)}"


def _facts(root: Path, page) -> dict:
    """What the manifest states of a page: its opening, its files, and what it was made from."""
    opening = {name: value for name, value in page.opening.items() if name not in ("read", "drawn")}
    releases = [name.removeprefix("national.") for name in page.opening["read"] if name.startswith("national.")]
    origins = {f"notebooks/{page.name}.ipynb": checksum(root / "notebooks" / f"{page.name}.ipynb")}
    origins |= {f"national/{name}": digest_of_release(name, None) for name in releases}
    return {**opening, "file": page.file_name, "data": list(page.downloads), "made_from": origins}


def _write(staging: Path, pages: list, facts: dict, empty: dict) -> None:
    from analysis.pages import outline
    from analysis.publish.rendering import Site, render_index
    from analysis.publish.writing import write_page

    site = Site(*SITE)
    links = [{"title": fact["title"], "file": fact["file"]} for fact in facts.values()]
    for page in pages:
        write_page(staging, page, links, site=site)
    left_out = [{"title": outline(name).title, "missing": missing, "partly": False} for name, missing in empty.items()]
    left_out += [{"title": fact["title"], "missing": fact["missing"], "partly": True} for fact in facts.values() if fact["missing"]]
    above = {"file": f"../../{FOLDER}/index.html", "title": "Every council's national pack"}
    (staging / "index.html").write_text(render_index(facts, links, left_out, None, site=site, above=above), encoding="utf-8")


def write_national_index(root: Path) -> None:
    """Write the page on which a council's national pack is found by name: every one that stands, by region."""
    from analysis.publish.rendering import Site, render_list

    entries = []
    for council in sorted(current_authorities(), key=lambda entry: entry.short_name):
        manifest = root / "reports" / council.slug / FOLDER / "manifest.json"
        if manifest.is_file():
            pages = json.loads(manifest.read_text(encoding="utf-8"))["pages"]
            headline = next(iter(pages.values()))["headline"]
            entries.append(
                {"title": council.short_name, "file": f"../{council.slug}/{FOLDER}/index.html", "note": f"{council.region}. {headline}"}
            )
    folder = root / "reports" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    lead = f"{len(entries)} of the {len(current_authorities())} councils with children's services, by name."
    markup = render_list("Children's services: national statistics by council", lead, entries, None, site=Site(*SITE))
    (folder / "index.html").write_text(markup, encoding="utf-8")


def state_of_national_packs(root: Path) -> str:
    """Digest of everything that can change a national pack: the store, the notebooks, the package's code and the Python that runs it."""
    package = Path(__file__).resolve().parents[1]
    parts = [
        national_state(),
        checksums(root, [root / "notebooks" / f"{name}.ipynb" for name in NATIONAL_PAGES]),
        checksums(package, files_below(package)),
        sys.version,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _left_out(manifest: dict) -> list[str]:
    """A line for each section without data."""
    lines = []
    for fact in manifest["pages"].values():
        lines += [f"{fact['title']}, {part['title'].lower()}: {part['lacking']} {part['remedy']}" for part in fact["missing"]]
    for missing in manifest["left_out"].values():
        lines += [f"{part['title']}: {part['lacking']} {part['remedy']}" for part in missing]
    return lines

"""The pack: every page of an authority and quarter that has data, executed, rendered and put in place together."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.errors import NoFigures, UnknownChoice
from analysis.pages.registry import PAGES
from analysis.periods import Quarter
from analysis.publish.inside import readers_of, stop_beside_another, stop_where_followed, suffix_of
from analysis.publish.limits import Effort
from analysis.publish.manifest import MANIFEST, checksum, files_below, read_manifest, write_manifest
from analysis.publish.state import LOCK, state_of_pack
from analysis.store.also_hidden import also_hidden, keep_also_hidden
from analysis.store.records_state import councils_with_records, quarters_of_records
from analysis.store.staging import staged

MOST_ROUNDS = 4
"""Times that a pack is made again with more of it hidden; one that then still gives something away is not published."""


@dataclass(frozen=True)
class Published:
    """What a run of ``publish`` came to.

    Attributes
    ----------
    index
        The pack's index page.
    built
        Whether it was built anew.
    warnings
        Sentences on figures that do not agree.
    left_out
        Pages and sections without data, with the file that would fill each.
    """

    index: Path
    built: bool
    warnings: list[str]
    left_out: list[str] = field(default_factory=list)


def publish(
    authority: str,
    quarter: str,
    policy: str = "public",
    only: str | None = None,
    effort: Effort | None = None,
    force: bool = False,
    report: Callable[[str], None] = lambda line: None,
    kernels=None,
    indexed: bool = True,
) -> Published:
    """Publish the pack of an authority and quarter: every page that has at least one section with data.

    Parameters
    ----------
    authority, quarter, policy
        Passed to every notebook.
    only
        Name of one page to build again in a pack that is already there; the others are built again only where something has changed.
    effort
        How notebooks are executed: how many at once, how long a cell may take.
    force
        Build every page even if nothing has changed since the last run.
    report
        Told of each step in a line.
    kernels
        Kernels of a run for several packs; the pack's own where it is ``None``.
    indexed
        Whether the indexes of packs are written too.

    Raises
    ------
    AnalysisError
        If the data, a notebook or a page fails, or no page has data; the last pack is as it was.
    """
    if only is not None and only not in PAGES:
        raise UnknownChoice(f'"{only}" is not a page. There are: {", ".join(PAGES)}.')
    quarter = str(Quarter.parse(quarter))
    root = project_root()
    target = pack_folder(root, authority, quarter, policy)
    stop_where_followed(target, policy)
    stop_beside_another(root, authority, quarter, policy)
    record_path = root / "data" / "processed" / "published" / f"{authority}-{quarter.lower()}-{policy}.json"
    state = state_of_pack(root, authority, quarter, earlier_pack(root, authority, quarter, policy))
    last = read_manifest(target)
    noted = _last_record(record_path)
    if (
        not force
        and only is None
        and last is not None
        and (noted.get("state"), noted.get("manifest")) == (state, checksum(target / MANIFEST))
    ):
        report("Nothing has changed since the pack was published.")
        return Published(target / "index.html", False, _warnings(last), _left_out(last))
    from analysis.publish.kernels.manager import Kernels

    effort = effort or Effort()
    parameters = {"authority": authority, "quarter": quarter, "policy": policy}
    with nullcontext(kernels) if kernels else Kernels(effort.warm) as kernels:
        # The process that kernels are forked from loads its libraries while this one loads its own.
        from analysis.ingest.validation import check_raw_data
        from analysis.publish.making import Making
        from analysis.publish.unchanged import PageKeys, page_record

        report("Checking the raw data")
        check_raw_data()
        names, empty = _with_data(authority, quarter, policy)
        with staged(target, report, readers_of(policy)) as staging:
            last = read_manifest(target)
            if only is not None:
                _must_fit(only, names, last, target.relative_to(root))
            making = Making(root, PageKeys(root, parameters, root / LOCK), target, staging, kernels, effort, report)
            with ThreadPoolExecutor(1) as meanwhile:
                # While notebooks run, this process would wait: it loads what comes after them.
                meanwhile.submit(_load_what_comes_after)
                written = _fill(making, names, empty, last, _last_record(record_path), names if force else [only])
            record = {"state": state, **page_record(staging, {name: making.read[name] for name in written["pages"]}, making.keys)}
    if indexed:
        from analysis.publish.indexes import write_indexes

        write_indexes(root, policy)
    _keep_record(record_path, record, report)
    return Published(target / "index.html", True, _warnings(written), _left_out(written))


def _load_what_comes_after() -> None:
    import scipy.optimize  # noqa: F401

    import analysis.publish.audit  # noqa: F401


def make_anew(
    folder: Path, authority: str, quarter: str, policy: str, effort: Effort, report: Callable[[str], None] = lambda line: None
) -> None:
    """Make a pack into an empty folder, every page anew; the pack that stands is neither read nor changed.

    Parameters
    ----------
    folder
        Where its files go.
    authority, quarter, policy, effort, report
        As ``publish`` takes them.

    Raises
    ------
    AnalysisError
        As ``publish`` does.
    """
    from analysis.ingest.validation import check_raw_data
    from analysis.publish.kernels.manager import Kernels
    from analysis.publish.making import Making
    from analysis.publish.unchanged import PageKeys

    root = project_root()
    with Kernels(effort.warm) as kernels:
        report("Checking the raw data")
        check_raw_data()
        names, empty = _with_data(authority, quarter, policy)
        keys = PageKeys(root, {"authority": authority, "quarter": quarter, "policy": policy}, root / LOCK)
        _fill(Making(root, keys, folder, folder, kernels, effort, report), names, empty, None, {}, names)


def _fill(making, names: list[str], empty: dict, last: dict | None, record: dict, again: Iterable[str | None]) -> dict:
    """Write every file of a pack that gives nothing away; returns what its manifest states of it.

    The pages are made, and attacked together with the packs before. What has to be hidden too is handed back to the gate of the pages, which
    are made again: so text, charts and files follow from what is shown, as ever.

    Parameters
    ----------
    names, empty
        Pages with data, and what the others lack.
    last, record, again
        As ``Making.make`` takes them.
    """
    from analysis.publish.audit import figures_to_hide_too, packs_attacked, stop_where_given_away

    pack = making.keys.parameters
    others = pack_folder(making.root, **pack).parent
    if also_hidden(**pack):
        # What the last run hid too may not have to be hidden now: every page is made again without it.
        keep_also_hidden(**pack, figures=[])
        again = names
    written, hidden = _written(making, names, empty, last, record, again), []
    for _ in range(MOST_ROUNDS):
        making.report("Attacking the pack for what it hides")
        packs = packs_attacked(making.staging, others)
        more = [figure for figure in figures_to_hide_too(packs) if figure not in hidden]
        if not more:
            break
        making.report(f"Hiding {len(more)} more of the figures, which would give others away")
        hidden += more
        keep_also_hidden(**pack, figures=hidden)
        written = _written(making, names, empty, None, {}, names)
    else:
        packs = packs_attacked(making.staging, others)
    stop_where_given_away(packs)
    return written


def _written(making, names: list[str], empty: dict, last: dict | None, record: dict, again: Iterable[str | None]) -> dict:
    """Make the pages and write every file, in place of those of an earlier round; returns what the manifest states."""
    parameters = making.keys.parameters
    _clear(making.staging)
    pages, kept = making.make(names, last, record, again)
    facts, empty = _facts(making.root, pages, kept, empty, parameters)
    _write(making.staging, pages, facts, empty, earlier_pack(making.root, **parameters))
    written = {**parameters, "pages": facts, "left_out": empty}
    write_manifest(making.staging, written)
    return written


def _clear(folder: Path) -> None:
    for path in files_below(folder):
        path.unlink()


def pack_folder(root: Path, authority: str, quarter: str, policy: str) -> Path:
    """Where a pack stands; one for inside use stands apart and is not committed."""
    return root / "reports" / authority / f"{Quarter.parse(quarter).slug}{suffix_of(policy)}"


def earlier_pack(root: Path, authority: str, quarter: str, policy: str) -> dict | None:
    """The last pack of the authority before a quarter: its ``quarter`` and ``folder``; ``None`` if there is none."""
    found = None
    for folder in sorted((root / "reports" / authority).glob("*/manifest.json")):
        facts = json.loads(folder.read_text(encoding="utf-8"))
        if (
            facts.get("policy") == policy
            and facts.get("pages")
            and "quarter" in facts
            and Quarter.parse(facts["quarter"]) < Quarter.parse(quarter)
        ):
            found = {"quarter": facts["quarter"], "label": Quarter.parse(facts["quarter"]).label, "folder": folder.parent.name}
    return found


def _with_data(authority: str, quarter: str, policy: str) -> tuple[list[str], dict[str, list[dict]]]:
    """Names of the pages with data, and what the others lack.

    Raises
    ------
    NoFigures
        If no page has any.
    """
    from analysis.ingest.published import authorities_held, quarters_held
    from analysis.pages import drawable, lacking, outline
    from analysis.pages.given import Given

    given = Given(authority, quarter, policy)
    known = sorted({*authorities_held(), *councils_with_records()})
    if authority not in known:
        remedy = "Name one of these, or add a row to authorities.csv and its figures to data/raw."
        raise NoFigures(f'No dataset has figures for the authority "{authority}". There are: {", ".join(known)}. {remedy}')
    held = sorted({*quarters_held(authority), *quarters_of_records(authority)})
    if quarter not in held:
        raise NoFigures(f"No dataset has figures for {authority} in {quarter}. There are these quarters: {', '.join(held) or 'none yet'}.")
    names = [name for name in PAGES if drawable(outline(name), given)]
    left = {name: _as_facts(lacking(outline(name), given)) for name in PAGES if name not in names}
    if not names:
        raise NoFigures(f"No page has data for {authority} in {quarter}.")
    return names, left


def _as_facts(missing: list) -> list[dict]:
    return [{"title": part.title, "lacking": part.lacking, "remedy": part.remedy} for part in missing if part.title]


def _must_fit(only: str, names: list[str], last: dict | None, where: Path) -> None:
    """Make sure that one page can be put into the pack that is there."""
    if last is None:
        raise UnknownChoice(f"There is no whole pack in {where} to put the page into. Publish all pages first.")
    if only not in names or only not in last["pages"]:
        raise UnknownChoice(f'The pack in {where} has no page "{only}", or there are no data for it. Publish all pages.')


def _facts(root: Path, pages: list, kept: dict, empty: dict, parameters: dict) -> tuple[dict, dict]:
    """What the manifest states of every page, in the pack's order, and what the pages without a section lack."""
    from analysis.publish.origins import made_from

    facts = dict(kept)
    for page in pages:
        if page.opening["drawn"]:
            opening = {name: value for name, value in page.opening.items() if name not in ("read", "drawn")}
            origins = made_from(root, page.name, page.opening["read"], parameters["authority"], parameters["quarter"])
            facts[page.name] = {**opening, "file": page.file_name, "data": list(page.downloads), "made_from": origins}
        else:
            empty = {**empty, page.name: page.opening["missing"]}
    if not facts:
        raise NoFigures(f"No page has a section to show for {parameters['authority']} in {parameters['quarter']}.")
    return {name: facts[name] for name in PAGES if name in facts}, {name: empty[name] for name in PAGES if name in empty}


def _write(staging: Path, pages: list, facts: dict, empty: dict, earlier: dict | None) -> None:
    """Write pages, data files and index."""
    from analysis.pages import outline
    from analysis.publish.rendering import render_index
    from analysis.publish.writing import write_page

    links = [{"title": fact["title"], "file": fact["file"]} for fact in facts.values()]
    for page in pages:
        if page.name in facts:
            write_page(staging, page, links)
    left_out = [{"title": outline(name).title, "missing": missing} for name, missing in empty.items()]
    left_out += [{"title": fact["title"], "missing": fact["missing"], "partly": True} for fact in facts.values() if fact["missing"]]
    (staging / "index.html").write_text(render_index(facts, links, left_out, earlier), encoding="utf-8")


def _last_record(path: Path) -> dict:
    """What is known of the last run; nothing where it cannot be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _keep_record(path: Path, record: dict, report: Callable[[str], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record), encoding="utf-8")
    except OSError as error:
        report(f"What was made cannot be noted in {path.parent} ({error.strerror}): the next run makes every page again.")


def _warnings(manifest: dict) -> list[str]:
    return [f"{fact['title']}: {text}" for fact in manifest["pages"].values() for text in fact["warnings"]]


def _left_out(manifest: dict) -> list[str]:
    """A line for each page without data, and for each reason why sections of other pages are left out."""
    from analysis.pages import outline

    pages = [f"{outline(name).title} is left out. {_reasons(missing)}" for name, missing in manifest["left_out"].items()]
    parts: dict[str, list[str]] = {}
    for fact in manifest["pages"].values():
        for part in fact["missing"]:
            parts.setdefault(f"{part['lacking']} {part['remedy']}".strip(), []).append(f"{fact['title']}, {part['title'].lower()}")
    return pages + [f"{_shortened(titles)}. {reason}" for reason, titles in parts.items()]


def _shortened(titles: list[str]) -> str:
    """Titles of sections; of many, the first and how many more."""
    return "; ".join(titles) if len(titles) <= 2 else f"{titles[0]}, and {len(titles) - 1} more sections"


def _reasons(missing: list[dict]) -> str:
    return " ".join(dict.fromkeys(f"{part['lacking']} {part['remedy']}" for part in missing))

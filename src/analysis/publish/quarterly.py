"""Quarterly packs of several councils in one run, one council after the other, with the same warm kernels."""

from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.errors import AnalysisError
from analysis.periods import Quarter
from analysis.publish.indexes import write_indexes
from analysis.publish.limits import Effort
from analysis.publish.pack import Published, earlier_pack, publish
from analysis.publish.several import AllPublished, Order, Report, all_published, packs_of
from analysis.publish.state import state_of_pack
from analysis.store.records_state import newest_quarter_held


def publish_quarterly(
    authorities: list[str],
    quarter: str | None = None,
    policy: str = "public",
    only: str | None = None,
    effort: Effort | None = None,
    force: bool = False,
    report: Report = lambda line: None,
    scheduler: str | None = None,
) -> AllPublished:
    """Publish the quarterly pack of each of some authorities; one that fails is named and the others stand.

    Parameters
    ----------
    authorities
        As ``data/raw/authorities.csv`` names them.
    quarter
        Of all of them; of each the newest that is held where it is ``None``.
    policy, only, effort, force, report
        As ``publish`` takes them.
    scheduler
        Address of a Dask scheduler whose workers make the packs; here where it is ``None``.

    Raises
    ------
    UnknownPeriod
        If there is no such quarter.
    NoCluster
        If the scheduler cannot be used.
    """
    root, asked = project_root(), list(dict.fromkeys(authorities))
    given = str(Quarter.parse(quarter)) if quarter else None
    quarters: dict[str, str] = {}
    outcomes: dict[str, Published | AnalysisError] = {}
    for authority in asked:
        try:
            quarters[authority] = given or newest_quarter_held(authority)
        except AnalysisError as failure:
            outcomes[authority] = failure
    states = {authority: _state(root, authority, quarters[authority], policy) for authority in quarters}
    order = Order(root, policy, effort or Effort(), force, _make, _state_now, states, quarters, only)
    if quarters:
        outcomes |= packs_of(order, {authority: authority for authority in quarters}, report, scheduler)
    published = all_published(root / "reports" / "index.html", asked, outcomes)
    if published.packs:
        write_indexes(root, policy)
    return published


def _make(order: Order, authority: str, kernels, jobs: int, report: Report) -> Published:
    effort = Effort(jobs, order.effort.seconds_a_cell, order.effort.warm)
    # The indexes are written once for all: workers of a cluster would write them at the same time.
    return publish(
        authority, order.quarters[authority], order.policy, order.only, effort, order.force, report, kernels=kernels, indexed=False
    )


def _state_now(order: Order, authority: str) -> dict:
    return _state(order.root, authority, order.quarters[authority], order.policy)


def _state(root: Path, authority: str, quarter: str, policy: str) -> dict[str, str]:
    return state_of_pack(root, authority, quarter, earlier_pack(root, authority, quarter, policy))

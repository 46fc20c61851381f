"""Councils before and after a reorganisation."""

from datetime import date

from analysis.catalogue.authorities.records import Authority, authority


def predecessors(council: Authority) -> tuple[Authority, ...]:
    """Councils whose area, or part of it, a council took over.

    >>> from analysis.catalogue.authorities.names import resolve
    >>> [entry.name for entry in predecessors(resolve("Cumberland"))]
    ['Cumbria']
    """
    return tuple(authority(slug) for slug in council.predecessors)


def successors(council: Authority) -> tuple[Authority, ...]:
    """Councils that took over the area of a council, or part of it."""
    return tuple(authority(slug) for slug in council.successors)


def _earlier(council: Authority) -> set[Authority]:
    found = {council}
    for entry in predecessors(council):
        found |= _earlier(entry)
    return found


def _later(council: Authority) -> set[Authority]:
    found = {council}
    for entry in successors(council):
        found |= _later(entry)
    return found


def same_council(one: Authority, other: Authority, on: date | None = None) -> bool:
    """Whether two records are, or may be, of one council.

    A predecessor counts as each council that took over from it. With a day, each record is first taken to what stood on that day,
    so that Cumberland and Westmorland and Furness are both Cumbria in 2022 and two councils in 2024. Where only a part of a council
    went to another (Christchurch, from Dorset to Bournemouth, Christchurch and Poole) the name alone cannot say which, and the answer is yes.
    """
    if on is None:
        return one in _earlier(other) or other in _earlier(one)
    standing = [{entry for entry in _earlier(council) | _later(council) if entry.existed_on(on)} for council in (one, other)]
    return bool(standing[0] & standing[1])

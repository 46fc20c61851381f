"""Which release a file is, by its columns."""

import pandas as pd

from analysis.catalogue.national import Release, releases
from analysis.errors import UnknownRelease
from analysis.ingest.national.reading import ROW


def release_by_columns(rows: pd.DataFrame, file: str, layouts: tuple[str, ...] = ("education", "neighbours", "area_lookup")) -> Release:
    """The release whose columns a table has, whatever the file is called.

    Raises
    ------
    UnknownRelease
        If no release, or more than one, has them; the message names the release that comes nearest and what it would need.
    """
    named = [column for column in rows.columns if column != ROW]
    columns = set(named)
    candidates = [release for release in releases() if release.layout in layouts]
    fitting = [release for release in candidates if set(release.known_by) <= columns and _values_fit(rows, release)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UnknownRelease(f"{file} has the columns of {' and of '.join(release.title for release in fitting)}. Download each by itself.")
    nearest = max(candidates, key=lambda release: _overlap(columns, release))
    needed = {*release_columns(nearest)}
    if not needed & columns:
        raise UnknownRelease(f"{file} has the columns of no national release that is known: {', '.join(named[:8])}.")
    lacking = [column for column in nearest.known_by if column not in columns]
    reason = f"it lacks {', '.join(lacking)}" if lacking else f"it has no rows of {', '.join(nearest.known_by_values)}"
    raise UnknownRelease(
        f'{file} is no national release that is known. The nearest is "{nearest.title}", but {reason}. Download the whole file.'
    )


def release_columns(release: Release) -> list[str]:
    """Columns that are a release's own."""
    return [*release.known_by, *release.columns]


def _values_fit(rows: pd.DataFrame, release: Release) -> bool:
    """Whether values that only this release has stand in its columns of breakdown."""
    if not release.known_by_values:
        return True
    cells = pd.concat([rows[column] for column in (release.group, release.breakdown) if column])
    return cells.isin(release.known_by_values).any()


def _overlap(columns: set[str], release: Release) -> float:
    own = set(release_columns(release))
    return len(own & columns) / len(own)

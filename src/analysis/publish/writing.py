"""A page and its data files written into a folder."""

from pathlib import Path

from analysis.publish.csvw import column_metadata
from analysis.publish.rendering import Page, render_page


def write_page(folder: Path, page: Page, links: list[dict], **options) -> None:
    """Write a page as HTML, and below ``data/`` each of its downloads with the description of its columns.

    Parameters
    ----------
    links, options
        As ``render_page`` takes them.
    """
    data = folder / "data"
    data.mkdir(exist_ok=True)
    (folder / page.file_name).write_text(render_page(page, links, **options), encoding="utf-8")
    for file_name, text in page.downloads.items():
        (data / file_name).write_text(text, encoding="utf-8")
        (data / f"{file_name}-metadata.json").write_text(column_metadata(file_name, text), encoding="utf-8")

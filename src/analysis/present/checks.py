"""Checks of printed figures, as lists that marks beside the figures lead to."""

from markupsafe import Markup

from analysis.assurance.reconciliation.verdicts import STATED_AGAIN
from analysis.disclosure.release import Released
from analysis.present import wording
from analysis.present.html import Html, bullets, environment
from analysis.present.marks import link_to
from analysis.present.tables import download, must_be_released


def doubts_of(checks: Released, *topics: str, linked: bool = True) -> Html:
    """Every check of the reports on some topics that does not agree, as a list; a sentence where there is none.

    Parameters
    ----------
    checks
        The checks that do not agree.
    topics
        What the report of the figure, or of the one it is held against, is about, such as ``budget``.
    linked
        Whether the page of figures checked holds them, and each entry leads to it.
    """
    rows = must_be_released(checks).table
    about = rows[[not set(topics).isdisjoint(named.split()) for named in rows["report_topics"]]]
    if about.empty:
        return Html("<p>Every printed figure of this report that could be recomputed agrees, or differs by rounding.</p>")
    if not linked:
        return bullets(*(f"{row.claim}." for row in about.itertuples()))
    entries = [Markup("<li>{}. {}</li>").format(row.claim, link_to(row.check, row.claim, row.check_kind)) for row in about.itertuples()]
    return Html(Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(entries)))


def check_list(checks: Released) -> Html:
    """Checks in full, each with an id for links, under its document; with the same as CSV for download.

    Parameters
    ----------
    checks
        Checks of any verdict.
    """
    must_be_released(checks)
    documents: dict[str, list[dict]] = {}
    for position in range(len(checks.table)):
        row, hidden = checks.table.iloc[position], checks.suppressed.iloc[position]
        shown = {name: wording.NOT_SHOWN if hidden[name] else row[name] for name in checks.table.columns}
        documents.setdefault(row["document"], []).append(shown)
    markup = (
        environment().get_template("checks.html.j2").render(documents=documents, not_shown=wording.NOT_SHOWN, stated_again=STATED_AGAIN)
    )
    return Html(markup, download=download(checks))


def folded_check_list(checks: Released, caption: str) -> Html:
    """``check_list`` that the reader unfolds."""
    inner = check_list(checks)
    markup = Markup('<details class="folded">\n<summary>Show the list: {}</summary>\n{}\n</details>').format(caption, Markup(inner.html))
    return Html(markup, download=inner.download)

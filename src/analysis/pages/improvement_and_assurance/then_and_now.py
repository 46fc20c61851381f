"""Sections that set the inspection's figures against today's."""

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.improvement_and_assurance.compared import DECLARED, TODAY, Compared, compared_with_today, verdicts_released
from analysis.pages.improvement_and_assurance.events import events_released
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present import theme
from analysis.present.charts import then_and_now as charts
from analysis.present.findings import inspection as findings
from analysis.present.html import heading, paragraphs
from analysis.present.tables import folded_table

COLOURS = {"better": theme.BLUE, "worse": theme.ORANGE, "unchanged": theme.CHARCOAL}


@section("The inspection's figures against today's", needs=DECLARED, wants=(*TODAY, "oversight_events"))
def then_and_now(given: Given) -> Shown:
    """Each figure of the inspection with today's, and whether it is better or worse."""
    compared, verdicts, _ = _released(given)
    year = compared.inspection_year
    judged = findings.judged_rows(verdicts)
    words = f"{findings.how_many(verdicts, year)} {findings.others_in_brief(verdicts)}"
    title = findings.judged_title(verdicts)
    body = [paragraphs(words)]
    if len(judged.table):
        body.append(
            charts.two_dates(
                "judged-then-and-now",
                judged,
                label="comparison_label",
                then="inspection_value",
                now="today_value",
                kind="comparison_verdict",
                colours=COLOURS,
                title=title,
                alt=f"Chart of the percentages that can be judged, at the inspection and today. {title}.",
                description=findings.judged_description(verdicts),
            )
        )
    body.append(
        folded_table(
            verdicts,
            f"Every figure of the inspection of {year} and today's, {given.place}",
            findings.COLUMNS,
            headings={"inspection_figure": f"Inspection of {year}"},
            marks=findings.VERDICT_MARKS,
            explained={"comparison_label": "definition"},
            checks=given.doubts,
        )
    )
    return Shown(
        body,
        {"verdicts": verdicts, "judged": judged},
        headline=f"{findings.how_many(verdicts, year)} {findings.later_in_brief(events_released(given))}".strip(),
        tiles=[findings.verdict_tile(verdicts, year)],
        limits=findings.not_known(verdicts, year),
        method=findings.METHOD,
    )


@section("Theme by theme", needs=DECLARED, wants=TODAY)
def themes(given: Given) -> Shown:
    """The inspection's figures and today's over the years, under each theme that the comparisons name."""
    _, verdicts, points = _released(given)
    body = []
    for theme_name in dict.fromkeys(verdicts.table["comparison_theme"]):
        of_theme, its_points = findings.of_theme(verdicts, theme_name), findings.of_theme(points, theme_name)
        drawn = findings.drawn(of_theme, its_points)
        body.append(heading(theme_name))
        if drawn.table.empty:
            body.append(paragraphs(f"{findings.theme_finding(of_theme)}."))
        else:
            name = "".join(character if character.isalnum() else "-" for character in theme_name.lower())
            words = findings.theme_words(theme_name, of_theme, its_points)
            body.append(charts.long_run(f"{name}-long-run", its_points, drawn, amount=findings.brief_amount, **words))
    body.append(folded_table(points, f"Every figure of the charts, {given.place}", findings.POINT_COLUMNS, checks=given.doubts))
    return Shown(body, {"points": points})


def _released(given: Given) -> tuple[Compared, Released, Released]:
    compared = compared_with_today(given)
    if compared is None:
        raise NothingToShow("No figure of the last inspection held is set against today's.", "Fill in comparisons.csv.")
    verdicts = findings.figures_in_words(verdicts_released(given, compared))
    points = given.release(compared.points.drop(columns="printed_as_fraction", errors="ignore"), "over_time")
    verdicts, points = (shown.with_words(definition=shown.table["comparison"].map(compared.meaning)) for shown in (verdicts, points))
    return compared, verdicts, points

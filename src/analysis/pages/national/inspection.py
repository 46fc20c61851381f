"""Inspections since 2018, beside what the figures did before and after."""

import pandas as pd

from analysis.assurance.around_inspection import around_inspections
from analysis.catalogue.national.areas import area_name
from analysis.catalogue.national.figures import national_figure
from analysis.ingest.national.inspections import JUDGEMENTS
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Outline, Shown, section
from analysis.present.findings import national_inspection as findings
from analysis.present.html import paragraphs
from analysis.present.tables import table

BESIDE = ["cases_per_fte", "agency_pct", "turnover_pct", "re_referrals_pct", "looked_after_per_10k", "three_placements_pct"]
WHEN = ("before", "after", "newest")
RENAMED = {"children_in_care": "children_in_care_judgement", "care_leavers": "care_leavers_judgement"}


@section("Inspections since 2018", needs=("national.inspections",))
def national_inspections_listed(given: Given) -> Shown:
    """Every inspection and visit of the list with its judgements, those of the council's predecessors marked by name."""
    rows = given.national.inspections.rename(columns=RENAMED)
    listed = rows.assign(
        national_area=rows["area"].map(area_name),
        inspection_started=rows["inspection_date"],
        inspection_report_published=rows["published_date"],
        inspection_kind=rows["kind"],
        inspection_theme=rows["theme"],
    )
    judgements = [RENAMED.get(name, name) for name in JUDGEMENTS.values()]
    columns = ["inspection_started", "inspection_kind", *judgements, "inspection_theme", "inspection_report_published", "national_area"]
    released = given.release(listed[columns].sort_values("inspection_started", ascending=False), "national_inspections")
    shown = [column for column in columns if column not in ("national_area", "inspection_report_published")]
    shown += ["national_area"] if released.table["national_area"].nunique() > 1 else []
    words = findings.judged(released, given.place)
    body = [paragraphs(words, findings.moved(released)), table(released, f"Inspections and visits, {given.place}, the newest first", shown)]
    method = (
        "Until the end of 2022 the judgement on children in care was on care leavers too. A focused or monitoring visit gives no judgement."
    )
    limits = ["The list holds full inspections since 2018, and visits of its last year alone: earlier visits are not in it."]
    return Shown(body, {"inspections": released}, headline=words, tiles=findings.tiles(released), method=[method], limits=limits)


@section("What the figures did before and after", needs=("national.inspections", "national.workforce"))
def national_around_inspections(given: Given) -> Shown:
    """Six figures before and after each full inspection of the council itself, and the newest."""
    held = given.national
    own = held.inspections
    own = own[(own["overall_effectiveness"] != "") & (own["area"] == held.council.slug)][["inspection_date", "overall_effectiveness"]]
    parts = []
    for key in BESIDE:
        figure = national_figure(key)
        series = held.series(key)
        series = series[series["role"] != "predecessor"]
        around = around_inspections(series[["end_date", "value"]].dropna(), own)
        parts.append(around.assign(national_figure=figure.title, national_unit=figure.unit, decimals=figure.decimals))
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["value_before"].notna() | rows["value_after"].notna()].sort_values("inspection_date", kind="stable")
    if rows.empty:
        raise NothingToShow(f"No full inspection of {given.place} itself is listed that figures stand around.")
    names = {f"value_{when}": f"figure_{when}" for when in WHEN} | {f"{when}_date": f"figure_{when}_day" for when in WHEN}
    table_rows = rows.rename(columns={"inspection_date": "inspection_started", **names})
    kept = ["inspection_started", "overall_effectiveness", "national_figure", "national_unit", *names.values()]
    released = findings.around_cells(given.release(table_rows[kept], "national_around_inspections"), rows["decimals"].tolist())
    columns = [
        "inspection_started",
        "overall_effectiveness",
        "national_figure",
        "value_before_inspection",
        "value_after_inspection",
        "value_newest",
    ]
    body = [table(released, f"Figures around each full inspection, {given.place}", columns)]
    limits = ["That a figure moved after an inspection does not say that the inspection moved it."]
    return Shown(body, {"around": released}, limits=limits)


PAGE = Outline(
    "national_inspection",
    "Inspections",
    "judgements since 2018, and what the figures did before and after",
    (national_inspections_listed, national_around_inspections),
)

"""The page on fostering as an investment: what a proposed scheme costs and avoids, when it breaks even, how sure that is."""

from analysis.pages.fostering_invest_to_save.case import break_even, printed_columns, printed_table, proposal, scheme, unit_costs
from analysis.pages.fostering_invest_to_save.elsewhere import do_not_agree, for_and_against, schemes_elsewhere
from analysis.pages.fostering_invest_to_save.tested import tested
from analysis.pages.fostering_invest_to_save.tracking import scheme_results
from analysis.pages.sections import Outline

PAGE = Outline(
    "fostering_invest_to_save",
    "Invest to save: fostering",
    "what the council tax scheme for foster carers costs and avoids, when it breaks even, how sure that is",
    (
        proposal,
        scheme,
        printed_columns,
        printed_table,
        break_even,
        unit_costs,
        scheme_results,
        tested,
        for_and_against,
        schemes_elsewhere,
        do_not_agree,
    ),
    order=("proposal", "scheme_results", "tested", "scheme", "break_even", "unit_costs"),
    findings=3,
)

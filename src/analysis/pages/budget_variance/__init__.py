"""The page on the budget: forecast against budget, what drives it, how it moved over the quarters and the years, and savings."""

from analysis.pages.budget_variance.beside_prices import costs_without_placements
from analysis.pages.budget_variance.checked import printed_figures, text_figures
from analysis.pages.budget_variance.forecast import drivers, forecast, lines
from analysis.pages.budget_variance.from_ledger import ledger
from analysis.pages.budget_variance.mix import least_cost
from analysis.pages.budget_variance.outturn import outturn, past_forecasts
from analysis.pages.budget_variance.plan import mitigations_and_reserves, other_lines
from analysis.pages.budget_variance.quarters import quarters
from analysis.pages.budget_variance.questions import questions, questions_from_records
from analysis.pages.budget_variance.savings import delivery_plans, not_achievable
from analysis.pages.budget_variance.savings_plan import savings_plan
from analysis.pages.budget_variance.to_come import children_to_come, how_long
from analysis.pages.budget_variance.unit_costs import dearest, weekly_cost
from analysis.pages.budget_variance.why_moved import price_volume_and_mix
from analysis.pages.budget_variance.years import budget_by_year, budget_changes
from analysis.pages.national.money import national_cost_of_care, national_spending
from analysis.pages.sections import Outline

PAGE = Outline(
    "budget_variance",
    "Budget variance",
    "forecast against budget, movement, what drives the variance, savings, budgets by year",
    (
        forecast,
        lines,
        drivers,
        quarters,
        ledger,
        other_lines,
        outturn,
        price_volume_and_mix,
        weekly_cost,
        dearest,
        costs_without_placements,
        least_cost,
        past_forecasts,
        children_to_come,
        how_long,
        savings_plan,
        mitigations_and_reserves,
        delivery_plans,
        not_achievable,
        budget_changes,
        budget_by_year,
        text_figures,
        printed_figures,
        national_spending,
        national_cost_of_care,
        questions,
        questions_from_records,
    ),
    order=("forecast", "not_achievable", "quarters"),
)

"""What the scenario is, what it costs and avoids year by year, and what it comes to."""

from analysis.fostering.appraisal import monthly_table
from analysis.fostering.model.rules import rules_table
from analysis.fostering.scenario import correlation_departures, departures
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present import outcome_wording
from analysis.present.findings import scenario as findings
from analysis.present.findings.scenario_tiles import tiles
from analysis.present.html import Html, bullets, paragraphs
from analysis.present.tables import download, folded_table, table


@section("", needs=())
def purpose(given: Given) -> Shown:
    """What the scenario is for, what it builds on, and the opening of the page."""
    case = given.choices["case"]
    departed = given.release(departures(case.scenario, case.base), "departures")
    titles = [case.shipped[name].title for name in case.scenario.bases]
    ties = len(correlation_departures(case.scenario, case.base))
    sentences = findings.what_it_is(case.scenario.purpose, titles, departed, len(case.settings), ties)
    tables = {"outcomes": case.outcomes}
    if case.register is not None:
        tables["register"] = given.release(case.register, "households_from_the_register")
        sentences.append(findings.from_the_register(case.yearly, tables["register"]))
    return Shown(
        [paragraphs(*sentences)],
        tables,
        headline=findings.headline(case.outcomes, case.yearly),
        tiles=tiles(case.outcomes, case.chances, case.summary, varies=case.varies),
        warnings=case.warnings,
    )


@section("Year by year", needs=())
def by_year(given: Given) -> Shown:
    """Spend, cost avoided and net of each year; by month as a file."""
    case = given.choices["case"]
    monthly = given.release(monthly_table(case.scenario), "by_month")
    columns = [
        "financial_year",
        "spend_gbp",
        "avoided_cashable_gbp",
        "avoided_not_cashable_gbp",
        "cashable_net_gbp",
        "cumulative_cashable_net_gbp",
        "net_of_spend_gbp",
        "cumulative_net_gbp",
    ]
    body = [
        paragraphs(*findings.by_year(case.yearly)),
        table(case.yearly, f"What the scheme costs and avoids in each year, {given.place}, in pounds of the year", columns),
        Html(paragraphs("The same by month, with the households and places behind it, is a file.").html, download=download(monthly)),
    ]
    return Shown(body, {"yearly": case.yearly, "monthly": monthly})


@section("What it comes to", needs=())
def what_it_comes_to(given: Given) -> Shown:
    """Payback, present value, peak funding and break-even on each basis, and the rules that move them."""
    case = given.choices["case"]
    results = given.release(outcome_wording.results_in_words(case.outcomes.table), "results_in_words")
    rules = given.release(rules_table(case.scenario).round(2), "rules_of_the_model")
    body = [
        bullets(*findings.results(case.outcomes)),
        table(results, "The result on each basis; the two are not added", ["result", "result_cashable_only", "result_all_cost_avoided"]),
    ]
    if not case.nothing:
        columns = ["model_rule", "rule_reason", "rule_otherwise", "npv_otherwise_cashable_gbp", "npv_otherwise_gbp"]
        body += [paragraphs(findings.in_house_cost_in_cash(rules, case.outcomes)), folded_table(rules, findings.RULES_TABLE, columns)]
    return Shown(
        body,
        {"results": results, "rules": rules},
        method=[
            "Every figure is with the scheme less without it. Carers who would have come or stayed anyway cost relief and avoid nothing.",
            "The two bases are never added: what can be cashed is a part of all cost avoided, as the report counts it.",
            "Money by month and year is nominal. Present values are deflated by general inflation, then discounted at the Green Book's real rate.",
            "The scheme has paid back from the first month after which the cumulative net never falls below zero again: in pounds of each year, and "
            "beside that discounted.",
        ],
    )

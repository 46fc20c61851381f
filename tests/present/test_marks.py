import json

import pandas as pd

from analysis.disclosure.release import release
from analysis.present.html import paragraphs
from analysis.present.marks import checks_at, noted
from analysis.present.tables import table_html


def checks(*marks: dict):
    rows = [
        {"check": f"check-{n}", "claim": f"Claim <{n}>", "check_kind": "figure", "place": "item 1", "marks": json.dumps([mark])}
        for n, mark in enumerate(marks)
    ]
    return release(pd.DataFrame(rows), "public", name="figures_that_do_not_agree")


def test_a_mark_stands_where_column_and_keys_match():
    found = checks({"column": "variance_gbp_m", "department": "CYPF", "service": "Adoption"})
    assert checks_at(found, "variance_gbp_m", {"department": "CYPF", "service": "Adoption"})
    assert not checks_at(found, "variance_gbp_m", {"department": "CYPF", "service": "Targeted"})
    assert not checks_at(found, "movement_gbp_m", {"department": "CYPF", "service": "Adoption"})
    assert not checks_at(found, "variance_gbp_m", {"department": "CYPF"})


def test_a_mark_of_a_total_does_not_stand_on_its_lines():
    found = checks({"column": "variance_gbp_m", "department": "CYPF", "service": ""})
    assert checks_at(found, "variance_gbp_m", {"department": "CYPF"})
    assert not checks_at(found, "variance_gbp_m", {"department": "CYPF", "service": "Adoption"})


def test_a_table_marks_the_figure_with_a_link_and_escapes_the_claim():
    rows = release(
        pd.DataFrame({"service": ["Adoption", "Targeted"], "department": "CYPF", "variance_gbp_m": [0.106, -0.072]}), "public", name="t"
    )
    html = table_html(rows, "Caption", ["service", "variance_gbp_m"], checks=checks({"column": "variance_gbp_m", "service": "Adoption"}))
    assert html.count('href="figures_checked.html#check-0"') == 1
    assert "Claim &lt;0&gt;" in html
    assert html.index("figures_checked") < html.index("Targeted")


def test_a_sentence_keeps_its_mark_and_is_escaped():
    found = checks({"column": "children_open", "caseload_service": "Initial Response Team"})
    sentence = noted("Fewer than < before.", found, "children_open", caseload_service="Initial Response Team")
    html = paragraphs(sentence, noted("Plain & simple.", found, "children_open", caseload_service="Other")).html
    assert 'href="figures_checked.html#check-0"' in html and "than &lt; before" in html and "Plain &amp; simple" in html

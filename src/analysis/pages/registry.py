"""Which pages there are, in the order of the pack's navigation. Nothing else lists them."""

PAGES = (
    "caseloads",
    "fostering_invest_to_save",
    "budget_variance",
    "performance_scorecard",
    "children_in_care",
    "missing_and_exploitation",
    "improvement_and_assurance",
    "figures_checked",
)
"""A page has a module or folder of its name here, and a notebook of its name."""

NATIONAL_PAGES = ("national_workforce", "national_children", "national_money", "national_inspection")
"""Pages of a pack of national statistics alone, in its order; each has a module in ``pages/national`` and a notebook of its name."""

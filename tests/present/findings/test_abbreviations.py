import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings.abbreviations import explained

HELD = pd.DataFrame(
    {
        "abbreviation": ["MASH", "IRT", "SMT", "LADO"],
        "in_full": ["Multi-Agency Safeguarding Hub", "Initial Response Team", None, "Local Authority Designated Officer"],
        "full_basis": ["stated", "inferred", "not_given", "stated"],
    }
)


def test_only_abbreviations_that_stand_in_the_words_are_explained():
    words = pd.DataFrame({"plan_update": ["To SMT, then MASH and IRT", None, "SMTX is another word"]})
    said = explained(release(HELD, "public", name="a"), (release(words, "public", name="w"), ["plan_update"]))
    assert said == (
        "Abbreviations: MASH, Multi-Agency Safeguarding Hub. As this project reads them: IRT, Initial Response Team. "
        "Not spelled out in any report: SMT."
    )


def test_words_without_abbreviations_need_no_sentence():
    words = pd.DataFrame({"plan_update": ["Nothing of the kind"]})
    assert explained(release(HELD, "public", name="a"), (release(words, "public", name="w"), ["plan_update"])) == ""
    assert explained(release(HELD.iloc[:0], "public", name="a"), (release(words, "public", name="w"), ["plan_update"])) == ""

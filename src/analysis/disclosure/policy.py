"""Disclosure policies."""

from dataclasses import dataclass

from analysis.catalogue.parameters import threshold
from analysis.errors import UnknownChoice

SMALLEST_SHOWN = int(threshold("smallest_count_shown"))
FEWEST_VALUES = int(threshold("fewest_values_of_a_hidden_count"))
ROUNDED_TO = int(threshold("counts_rounded_to"))


@dataclass(frozen=True)
class Policy:
    """What may be shown.

    Attributes
    ----------
    smallest_count
        Smallest count of children that is shown; counts from 1 to one less are not. Zeros are shown.
    fewest_values
        Values that a hidden count must be able to have, given everything else that is shown.
    single_households
        Whether columns of single households pass.
    rounded_to
        To what step counts of people are rounded; 1 where they are shown as they are.
    """

    name: str
    smallest_count: int
    note: str
    fewest_values: int = 1
    single_households: bool = False
    rounded_to: int = 1

    @property
    def rounds(self) -> bool:
        """Whether counts of people are rounded."""
        return self.rounded_to > 1


POLICIES = {
    policy.name: policy
    for policy in (
        Policy(
            "public",
            SMALLEST_SHOWN,
            f"Counts of children from 1 to {SMALLEST_SHOWN - 1}, and figures that would give them away, are not shown: they read [c].",
            fewest_values=FEWEST_VALUES,
        ),
        Policy(
            "rounded",
            SMALLEST_SHOWN,
            f"Counts of children are rounded to the nearest {ROUNDED_TO}, each by itself, totals too: parts may not add up to their total, and a difference may "
            f"be up to {ROUNDED_TO - 1} off. Shares, rates and changes that rest on them are worked out from the rounded counts. Counts of 1 to "
            f"{SMALLEST_SHOWN - 1}, and figures that would give them away, are not shown: they read [c].",
            fewest_values=FEWEST_VALUES,
            rounded_to=ROUNDED_TO,
        ),
        Policy(
            "internal",
            0,
            "For use inside the council only: small counts and single households are shown. Do not publish this page.",
            single_households=True,
        ),
    )
}


EXPLORING = Policy("exploring", 0, "Not released: drawn while exploring, without disclosure control.", single_households=True)
"""What an analyst draws in a notebook of their own; not a policy that a page can have."""


def policy_named(name: str) -> Policy:
    """One policy by name.

    Raises
    ------
    UnknownChoice
        If there is no policy of that name.
    """
    if name not in POLICIES:
        raise UnknownChoice(f'"{name}" is not a disclosure policy. There are: {", ".join(POLICIES)}.')
    return POLICIES[name]

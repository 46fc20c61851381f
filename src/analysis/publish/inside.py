"""What is for use inside the council alone stays where git does not follow it, and is for its owner to read."""

from pathlib import Path

from analysis.disclosure.policy import policy_named
from analysis.errors import NotReleased
from analysis.ingest.followed import ignored_by_git
from analysis.publish.manifest import MANIFEST
from analysis.store.staging import EVERYONE, OWNER_ALONE


def readers_of(policy: str) -> int:
    """Who may read a folder under a policy, as ``staged`` takes it: of one for inside use its owner alone."""
    return OWNER_ALONE if policy_named(policy).single_households else EVERYONE


def stop_where_followed(target: Path, policy: str) -> None:
    """Raise ``NotReleased`` where a publication that shows small counts or single households would stand in a folder that git follows."""
    if policy_named(policy).single_households and not ignored_by_git(target / MANIFEST):
        raise NotReleased(
            f"{target} is for use inside the council only, and git would follow it there. Add this line to .gitignore, or work in a folder that git "
            f"does not follow: {target.parent.name}/{target.name}/"
        )

"""What is for use inside the council alone stays where git does not follow it."""

from pathlib import Path

from analysis.disclosure.policy import policy_named
from analysis.errors import NotReleased
from analysis.ingest.records.given import ignored_by_git
from analysis.publish.manifest import MANIFEST


def stop_where_followed(target: Path, policy: str) -> None:
    """Raise ``NotReleased`` where a publication that shows small counts or single households would stand in a folder that git follows."""
    if policy_named(policy).single_households and not ignored_by_git(target / MANIFEST):
        raise NotReleased(
            f"{target} is for use inside the council only, and git would follow it there. Add this line to .gitignore, or work in a folder that git "
            f"does not follow: {target.parent.name}/{target.name}/"
        )

"""Where a pack may stand under its policy: for use inside the council, where git does not follow it and its owner alone reads; else, alone of its quarter."""

from pathlib import Path

from analysis.disclosure.policy import POLICIES, policy_named
from analysis.errors import NotReleased
from analysis.ingest.followed import ignored_by_git
from analysis.periods import Quarter
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


def suffix_of(policy: str) -> str:
    """What the folder of a pack ends in under a policy; nothing for the usual one."""
    return "" if policy_named(policy).name == "public" else f"-{policy}"


def stop_beside_another(root: Path, authority: str, quarter: str, policy: str) -> None:
    """Raise ``NotReleased`` where a pack of the same council and quarter stands under another policy that may be published.

    What one rounds, the other shows, and what one hides can be worked out from both.
    """
    if policy_named(policy).single_households:
        return
    slug = Quarter.parse(quarter).slug
    for other in (one.name for one in POLICIES.values() if one.name != policy and not one.single_households):
        folder = root / "reports" / authority / f"{slug}{suffix_of(other)}"
        if (folder / MANIFEST).is_file():
            raise NotReleased(
                f"{folder} shows the same figures under the policy {other}: beside it a pack under the policy {policy} would tell what either of them "
                f"hides. Publish a quarter under one policy; to change it, delete that folder first."
            )

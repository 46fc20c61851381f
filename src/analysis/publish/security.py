"""What a page may load and run, told to the browser in the page itself: nothing but its own styles and an empty icon."""

import base64
import hashlib
import html
import re

PLACE = "<!-- security -->"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def with_security_policy(markup: str) -> str:
    """The page with its content security policy in place of the mark in its head.

    Style sheets, the page's own and those of its charts, are named by their checksums: no other applies. Scripts, frames, forms and whatever is
    elsewhere are refused. Style attributes stay, which charts are drawn with; they can load nothing.

    >>> page = f"<head>{PLACE}<style>p{{}}</style></head>"
    >>> "default-src 'none'" in with_security_policy(page), with_security_policy(page).count("sha256-")
    (True, 1)
    """
    # In a drawing, a style sheet is markup like any other: its characters are read as such before they count.
    sheets = sorted({_checksum(html.unescape(sheet)) for sheet in STYLE.findall(markup)})
    rules = [
        "default-src 'none'",
        "img-src data:",
        # For browsers that do not know the two rules after it, which stand in its place in all others.
        "style-src 'unsafe-inline'",
        " ".join(["style-src-elem", *sheets]),
        "style-src-attr 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return markup.replace(PLACE, f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">', 1)


def _checksum(sheet: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode('utf-8')).digest()).decode('ascii')}'"

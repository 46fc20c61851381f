"""Packs and reports: notebooks executed, pages rendered and put in place, workbooks, manifests."""

import sys

# ``nbformat`` imports ``jsonschema``, which imports this one where it is there, for a check of international addresses that no
# notebook calls for; it compiles 39 grammars on import, more than a second of every run. Held as ``None``, it counts as not there.
sys.modules.setdefault("rfc3987_syntax", None)

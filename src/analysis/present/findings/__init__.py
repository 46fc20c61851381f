"""The sentences of each page, computed from released tables."""

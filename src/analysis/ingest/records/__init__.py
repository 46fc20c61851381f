"""Returns and extracts of a council taken in: files read as text, typed as ``catalogue.returns`` declares, held against one another.

``given`` reads the files, ``kinds`` says which list each sheet is, ``periods`` what day or year they are of, ``cells`` types them, ``rules``
finds what cannot be true together, ``identifiers`` puts keyed hashes in place of identifiers, and ``taking`` does it all.
"""

from analysis.ingest.records.taking import TakenReturn, take_returns

__all__ = ["TakenReturn", "take_returns"]

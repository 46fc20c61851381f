"""A council that is made up but behaves: one simulation of children, workers, carers and money, and the files that it would make.

``children`` and ``care`` say what happens to children, ``workers`` and ``allocation`` who holds their cases, ``carers`` where they foster,
``costs`` and ``ledger`` what it costs; ``calibration.toml`` states what all is drawn from. ``annex_a``, ``returns`` and ``money`` turn it into the
lists of each return, ``printed`` into their text, ``writing`` into files, ``faults`` spoils some, and ``bulk`` makes many councils at once.
"""

from analysis.ingest.made_up_council.bulk import write_made_up_councils
from analysis.ingest.made_up_council.making import is_real, made_up_carers, made_up_council, read_made_up_carers
from analysis.ingest.made_up_council.writing import write_council

__all__ = ["is_real", "made_up_carers", "made_up_council", "read_made_up_carers", "write_council", "write_made_up_councils"]

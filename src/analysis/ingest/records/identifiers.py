"""Keyed hashes in place of identifiers: the same child is the same text in every table, and nobody without the key can tell who."""

import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.catalogue.returns import ReturnList
from analysis.errors import IdentifierKeyMissing

KEY_BYTES = 32
HASH_LETTERS = 20
"""Letters of a hash that are kept: 80 bits, so that two of a million identifiers are never the same in practice."""


HASHES_KEPT = 200_000
"""Hashes that are remembered while lists are read: the same child stands in most of them."""


def identifier_key(path: Path, must_exist: bool) -> bytes:
    """The key of a store; made, and readable by its owner alone, where there is none yet. The caller holds the lock of the store.

    Raises
    ------
    IdentifierKeyMissing
        If it must be there, since identifiers were hashed with it, and is not.
    """
    if not path.is_file():
        if must_exist:
            raise IdentifierKeyMissing(
                f"{path} is gone, by which identifiers in the store were made. Put it back from a copy; without it, remove what is held "
                "(analysis store) and take the files in again."
            )
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        part.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
        part.replace(path)
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def hashed(identifiers: pd.Series, of: str, key: bytes) -> pd.Series:
    """Identifiers as keyed hashes (HMAC with SHA-256); missing ones stay missing.

    Parameters
    ----------
    of
        Whose they are: the same number of a child and of a worker gives two hashes.

    >>> hashed(pd.Series(["412", "412"]), "child", b"key").nunique()
    1
    """
    places, different = pd.factorize(identifiers)
    made = pd.array([_hash(text, of, key) for text in different], dtype="str")
    return pd.Series(made.take(places, allow_fill=True), index=identifiers.index)


@lru_cache(maxsize=HASHES_KEPT)
def _hash(text: str, of: str, key: bytes) -> str:
    return hmac.digest(key, f"{of}\0{text}".encode(), hashlib.sha256).hex()[:HASH_LETTERS]


def with_hashes(rows: pd.DataFrame, entry: ReturnList, key: bytes) -> pd.DataFrame:
    """A typed table with each identifier hashed."""
    made = {column.field: hashed(rows[column.field], column.of, key) for column in entry.kept if column.type == "identifier"}
    return rows.assign(**made)

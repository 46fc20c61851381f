"""Which files a person gave, and what each is by its content."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from analysis.catalogue.plain_files import Unreadable, plain_bytes

SAVE_AS = "Save it again as CSV in UTF-8 or as an Excel workbook (.xlsx)."
MOST_BYTES = 500_000_000
MOST_UNPACKED_BYTES = 1_000_000_000
MOST_PART_BYTES = 200_000_000
"""Most bytes of a file; of a workbook unpacked; and of a part of it that is no sheet, which is held in memory."""

NOT_FROM_A_PERSON = ("thumbs.db", "desktop.ini")

OTHER_KINDS = {
    b"%PDF": "is a PDF document",
    b"{\\rtf": "is a text document (RTF)",
    b"\x1f\x8b": "is a compressed file (gzip)",
    b"PAR1": "is a Parquet file",
    b"7z\xbc\xaf": "is a compressed file (7-Zip)",
    b"Rar!": "is a compressed file (RAR)",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"SQLite format 3": "is a database",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")


def given_files(paths: Iterable[Path]) -> list[Path]:
    """Every file that was given, those in a folder by name; only what the system or a spreadsheet program put there itself is left out.

    What stands in a folder and is no file, such as another folder, is among them, so that it is named and not passed over.
    """
    files = []
    for path in map(Path, paths):
        files += sorted(entry for entry in path.iterdir() if not _of_the_system(entry.name)) if path.is_dir() else [path]
    return list(dict.fromkeys(files))


def _of_the_system(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in NOT_FROM_A_PERSON


def kind_of_file(path: Path) -> str:
    """What a file is by its content: ``workbook``, ``open document`` or ``separated``.

    Raises
    ------
    Unreadable
        If it is none of them.
    """
    start = plain_bytes(path, MOST_BYTES, first=4096)
    if start.startswith(b"PK"):
        return _kind_of_archive(path)
    if start.startswith(OLD_OFFICE):
        raise _old_office(path)
    for mark, what in OTHER_KINDS.items():
        if start.startswith(mark):
            raise Unreadable(what, SAVE_AS)
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<div")):
        what = "a workbook in XML" if b"urn:schemas-microsoft-com:office:spreadsheet" in start else "a web page or XML"
        raise Unreadable(f"is {what}, whatever its name says", f"Open it in a spreadsheet program. {SAVE_AS}")
    return "separated"


def _old_office(path: Path) -> Unreadable:
    """Why a file of the old binary form cannot be read: it may be a new one, encrypted."""
    with path.open("rb") as file:
        encrypted = ENCRYPTED_PART in file.read(MOST_PART_BYTES)
    if encrypted:
        return Unreadable("is protected with a password", "Open it, take the password off and save it again.")
    return Unreadable("is of the old binary form of Excel (.xls) or another old Office form", f"Open it in Excel. {SAVE_AS}")


def _kind_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            _refuse_bombs(parts)
            if any(part.flag_bits & 0x1 for part in parts):
                raise Unreadable("is protected with a password", "Open it, take the password off and save it again.")
            if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
                if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise Unreadable("is protected with a password", "Open it, take the password off and save it again.")
                return "open document"
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            f"the workbook is broken ({type(error).__name__}: {error})", f"Open it in a spreadsheet program. {SAVE_AS}"
        ) from error
    if "xl/workbook.bin" in names:
        raise Unreadable("is a binary workbook (.xlsb)", SAVE_AS)
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    what = "is a text document" if any(name.startswith("word/") for name in names) else "is an archive, not a workbook"
    raise Unreadable(what, SAVE_AS)


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    """A file that unpacks to more than an extract could be is not unpacked; a part gives no more bytes than it states."""
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unreadable(f"unpacks to more than {MOST_UNPACKED_BYTES:,} bytes", "Split it, or save it as CSV.")
    large = [part.filename for part in parts if part.file_size > MOST_PART_BYTES and not _holds_rows(part.filename)]
    if large:
        raise Unreadable(f"its part {large[0]} unpacks to more than {MOST_PART_BYTES:,} bytes", "Save it as CSV.")


def _holds_rows(name: str) -> bool:
    return name == "content.xml" or "/worksheets/" in name

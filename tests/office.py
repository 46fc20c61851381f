"""LibreOffice, as a person would save a file with it."""

import subprocess
from pathlib import Path

FORMATS = {"ods": "ods", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


def saved_by_libreoffice(program: str, files: list[Path], kind: str, out: Path) -> list[Path]:
    """Files saved in a format that LibreOffice writes, in one call."""
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", FORMATS[kind], "--outdir", str(out), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    saved = [out / f"{path.stem}.{kind}" for path in files]
    assert all(path.is_file() for path in saved), done.stdout + done.stderr
    return saved

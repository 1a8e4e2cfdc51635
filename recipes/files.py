"""Files as recipes make them: their text by path, to be written or to be compared."""

from collections.abc import Mapping

from geo.settings import ROOT

Files = Mapping[str, str]
"""The text of each file by its path below the project's folder, with slashes."""


def write_files(files: Files) -> None:
    """Write every file, its folder too; UTF-8 with LF on every system."""
    for name, text in files.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def list_stale(files: Files) -> list[str]:
    """Return the paths of the files that are missing or hold other bytes than these."""
    return [name for name, text in files.items() if not _holds(name, text)]


def _holds(name: str, text: str) -> bool:
    path = ROOT / name
    return path.is_file() and path.read_bytes() == text.encode()

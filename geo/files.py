"""Files that appear whole or not at all: temporary name, fsync, `os.replace`."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` and put what was written there in its place.

    Whatever fails in between, `path` keeps what it held before. Raises `OSError`.
    """
    prefix = f".{path.name[:80]}."
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=prefix, suffix=".tmp") as folder:
        beside = Path(folder) / "new"
        yield beside
        _sync(beside)
        beside.replace(path)
    _sync(path.parent)


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write `chunks` to `path` so that a reader finds the old file or the whole new one.

    Raises `OSError`.
    """
    with replaced_file(path) as beside, beside.open("wb") as file:
        file.writelines(chunks)


def _sync(path: Path) -> None:
    """Have the disk hold a file, or a folder's list of files, before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

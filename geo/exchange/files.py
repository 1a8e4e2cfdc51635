"""Files of an export: whole or not at all, with what they say about themselves."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from geo.errors import ExportError
from geo.files import write_file
from geo.frames import EXPORT_COLUMNS

CHUNK_ROWS = 10_000
NOTE_COLUMN = "publish_note"
"""A column that an export for publication adds: what was left out or coarsened in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself; empty texts are left out.

    Parameters
    ----------
    exported : ISO time, given by the caller so that the same facts make the same bytes
    note : what a reader must know, such as what was left out
    """

    generator: str = "Masar"
    exported: str = ""
    licence: str = (
        "Places from GeoNames (CC BY 4.0) and geoBoundaries (OCHA, CC BY 3.0 IGO). "
        "Quotes belong to the articles' publishers."
    )
    note: str = ""

    def members(self) -> dict[str, str]:
        """Return what there is to say, by name."""
        return {name: value for name, value in asdict(self).items() if value}


def write_export(path: Path, chunks: Iterable[bytes]) -> None:
    """Write an export so that `path` holds the former file or the whole new one.

    Raises `ExportError` that names the file when it cannot be written.
    """
    try:
        write_file(path, chunks)
    except OSError as error:
        raise ExportError(
            f"'{path}' cannot be written ({error.strerror or error}); "
            "choose a folder that exists and that you may write"
        ) from error


def exported_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns of a frame of facts that leave Masar, in their order."""
    return [*EXPORT_COLUMNS, *([NOTE_COLUMN] if NOTE_COLUMN in frame.columns else [])]

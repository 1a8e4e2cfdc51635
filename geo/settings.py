"""Where things are on disk; the environment may move what is written."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = ROOT / "data"
STATIC_DIR = ROOT / "static"
SEEDS_DIR = ROOT / "seeds"

CRS = "EPSG:4326"
"""The one coordinate reference system of every geometry: WGS 84, lon, lat in degrees."""


def store_url() -> str:
    """Return the SQLAlchemy address of the store: ``MASAR_STORE``, else SQLite under ``var/``."""
    return os.environ.get("MASAR_STORE") or f"sqlite:///{ROOT / 'var' / 'masar.sqlite'}"


def gazetteer_path() -> Path | None:
    """Return where the built gazetteer is: ``MASAR_GAZETTEER``, else a file under ``var/``.

    None when ``MASAR_GAZETTEER`` is set but empty: only the tables that ship are to be used.
    """
    path = os.environ.get("MASAR_GAZETTEER")
    if path is None:
        return ROOT / "var" / "gazetteer" / "index.jsonl"
    return Path(path) if path else None

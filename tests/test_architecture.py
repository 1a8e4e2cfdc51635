"""The map of the code names every part of it, and nothing that is not there."""

import re
from pathlib import Path

from geo.settings import ROOT

TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NOT_SHOWN = {"var", "node_modules"}
"""Folders that appear when Masar runs."""


def list_code() -> set[str]:
    """Return the packages and modules right below ``geo``."""
    found = (ROOT / "geo").glob("[!_]*")
    return {f"geo/{path.name}" for path in found if path.suffix == ".py" or path.is_dir()}


def test_every_part_of_the_code_is_on_the_map() -> None:
    shown = set(re.findall(r"`(geo/\w+(?:\.py)?)`", TEXT))
    assert {name for name in list_code() if name not in shown} == set()


def test_every_folder_is_on_the_map() -> None:
    folders = {path.name for path in ROOT.glob("[!._]*") if path.is_dir()} - NOT_SHOWN - {"geo"}
    shown = set(re.findall(r"^\| `(\w+)`", TEXT, re.MULTILINE))
    assert folders - shown == set()


def test_the_map_names_nothing_that_is_not_there() -> None:
    named = set(re.findall(r"`((?:geo|data|bench|tests|docs)/[\w./*]+)`", TEXT))
    assert len(named) > 30
    assert {name for name in named if not list(ROOT.glob(name))} == set()


def test_files_to_begin_with_are_in_their_layer() -> None:
    rows = re.findall(r"^\| (`(?:geo|pages).*?) \|.*\| (`.*`) \|$", TEXT, re.MULTILINE)
    assert len(rows) > 10
    pairs = [
        (list_code_spans(layers), start)
        for layers, starts in rows
        for start in list_code_spans(starts)
    ]
    assert [pair for pair in pairs if not any(holds(layer, pair[1]) for layer in pair[0])] == []


def list_code_spans(cell: str) -> list[str]:
    return re.findall(r"`(.+?)`", cell)


def holds(layer: str, start: str) -> bool:
    path = ROOT / layer
    return (path / start).is_file() if path.is_dir() else Path(layer).name == start

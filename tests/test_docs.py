"""The documents say what the code does, and nothing committed points to a machine or a host."""

import doctest
import pkgutil
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

import geo
from geo.cli.arguments import make_parser
from geo.cli.reference import describe_commands, list_commands
from geo.settings import ROOT

SHOWN = ("*.py", "*.js", "*.css", "*.html")
LEAST_EXAMPLES = 50
NAMESPACES = ("http://www.w3.org", "http://www.opengis.net")
"""Names that are addresses in form only: nothing is fetched from them."""


def list_committed() -> list[Path]:
    command = ["git", "ls-files", "-z"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        pytest.skip("no git checkout: the list of committed files is not known")
    return [path for name in found.stdout.decode().split("\0") if (path := ROOT / name).is_file()]


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert text == describe_commands(make_parser()), "run `make docs`"
    assert {"parse", "ingest", "export"} <= list_commands(make_parser()).keys()


def test_every_example_gives_what_it_shows() -> None:
    names = [
        m.name for m in pkgutil.walk_packages(geo.__path__, "geo.") if "__main__" not in m.name
    ]
    tried = {name: doctest.testmod(import_module(name)) for name in names}
    assert sum(found.attempted for found in tried.values()) >= LEAST_EXAMPLES
    assert [name for name, found in tried.items() if found.failed] == []


def test_every_command_of_the_makefile_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(" ".join(re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)).split())
    assert targets == set(re.findall(r"^([a-z]+):.* ## \S", text, re.MULTILINE))


def test_links_between_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    links = [
        (document.name, link)
        for document in documents
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if not link.startswith(("http://", "https://"))
        if not (document.parent / link).exists()
    ]
    assert links == []


def test_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\nmake run\n" in text
    assert "\nmake test\n" in text


def test_the_page_asks_no_other_host_for_anything() -> None:
    folders = [ROOT / "pages", ROOT / "geo", ROOT / "static"]
    files = [
        ROOT / "app.py",
        *(f for folder in folders for kind in SHOWN for f in folder.rglob(kind)),
    ]
    not_ours = {ROOT / "static" / "vendor", ROOT / "static" / "scene"}  # vendored, made of it
    own = [file for file in files if not_ours.isdisjoint(file.parents)]
    assert len(own) > 50
    addresses = [
        (file.relative_to(ROOT).as_posix(), address)
        for file in own
        for address in re.findall(
            r"(?:https?:|wss?:|(?<=[\"'(]))//[a-z0-9-]+(?:\.[a-z0-9-]+)+", read_text(file)
        )
        if not address.startswith(NAMESPACES)
    ]
    assert addresses == []


def test_nothing_committed_names_a_place_on_a_machine() -> None:
    folders = "|".join(("work", "home", "root", "Users", "tmp"))
    pattern = re.compile(rf"(?<![\w.~*-])/(?:{folders})/[\w.]+")
    named = [
        (path.relative_to(ROOT).as_posix(), found[0])
        for path in list_committed()
        if (found := pattern.search(read_text(path)))
    ]
    assert named == []

"""The commands and their arguments; light, so that help comes at once."""

import argparse
from pathlib import Path
from typing import Any

from geo.gazetteer.named_columns import FIELDS
from geo.labels import LANGUAGES
from geo.models import Kind, Modality
from geo.settings import ROOT

DESCRIPTION = "Read news articles into facts with places, dates and evidence, and export them."


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `command` names the module under ``geo.cli``."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_parse(commands)
    _add_ingest(commands)
    _add_export(commands)
    _add_backup(commands)
    _add_evaluate(commands)
    _add_gazetteer(commands)
    return parser


def _add_parse(commands: Any) -> None:
    parser = _add_command(commands, "parse", "print what each article tells; nothing is stored")
    _add_sources(parser)
    parser.add_argument(
        "--format",
        choices=("jsonl", "geojson"),
        default="jsonl",
        help="jsonl: one object an article with its mentions, facts and what was left out; "
        "geojson: the facts as one FeatureCollection (default: jsonl)",
    )


def _add_ingest(commands: Any) -> None:
    parser = _add_command(
        commands,
        "ingest",
        "read articles into the store; what is there already is not read again",
    )
    _add_sources(parser)
    _add_store(parser)


def _add_export(commands: Any) -> None:
    parser = _add_command(
        commands, "export", "write the facts of the store to a file, all or those that match"
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="its suffix is the format: .geojson, .gpkg, .csv, .kml, or .html for one page with "
        "the map that opens from disk; the file appears whole or not at all",
    )
    _add_filters(parser)
    parser.add_argument(
        "--tellings",
        action="store_true",
        help="one row an article that tells a fact, not one a fact with all its articles",
    )
    parser.add_argument(
        "--publish-safe",
        action="store_true",
        help="leave out names and quotes, and place presence and movement no closer than their "
        "district",
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, default=LANGUAGES[0], help="the page's (default: ar)"
    )
    _add_store(parser)


def _add_backup(commands: Any) -> None:
    parser = _add_command(
        commands, "backup", "copy a store, in use or not, to one file that is a store itself"
    )
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="an SQLite file; it appears whole or not at all. A store on PostgreSQL has pg_dump",
    )
    _add_store(parser)


def _add_evaluate(commands: Any) -> None:
    parser = _add_command(
        commands, "evaluate", "measure what is read against labelled texts, and how rightly"
    )
    parser.add_argument(
        "gold",
        type=Path,
        metavar="GOLD",
        help="a folder of labelled facts (bench/gold/facts, bench/gold/passages) or toponyms "
        "(bench/gold), or an XML file in the form of LGL, TR-News or GeoVirus",
    )
    parser.add_argument(
        "--split",
        metavar="NAME",
        help="of facts dev or heldout (default: dev), of toponyms train or test (default: all)",
    )
    parser.add_argument(
        "--misses", action="store_true", help="list every miss first; held-out facts are not listed"
    )
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="tables to read or for a page, or one object a report (default: text)",
    )


def _add_gazetteer(commands: Any) -> None:
    parser = _add_command(
        commands, "gazetteer", "make a full gazetteer, or look up what a name may mean"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_gazetteer_build(actions)
    _add_gazetteer_lookup(actions)


def _add_gazetteer_build(actions: Any) -> None:
    parser = _add_command(
        actions,
        "build",
        "make a full gazetteer from GeoNames' files or any table; it is used beside the one "
        "that ships from then on",
    )
    parser.add_argument(
        "files",
        nargs="*",
        default=[],
        type=Path,
        metavar="FILE",
        help="a GeoNames dump or alternateNamesV2 (.txt or .zip), or a table with named columns "
        "(.csv or .tsv); of places with one id the first holds",
    )
    parser.add_argument(
        "--download",
        nargs="+",
        default=[],
        metavar="CC",
        help="fetch GeoNames' places and alternate names of these countries first, such as IQ SY; "
        "a broken download is taken up where it stopped",
    )
    fields = ", ".join(FIELDS)
    for name, what in (
        ("--column", f"the column of a table that holds a field, such as lat=latitude ({fields})"),
        ("--value", "one value of a field for all rows of a table, such as country=IQ"),
    ):
        parser.add_argument(
            name,
            action="append",
            default=[],
            metavar="F=V",
            help=f"{what}; may be given several times",
        )
    parser.add_argument(
        "--max-bad",
        type=int,
        default=0,
        metavar="N",
        help="leave out up to so many unreadable rows of each file and list them (default: 0, "
        "any refuses the file)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the gazetteer's file (default: MASAR_GAZETTEER, else var/gazetteer/index.jsonl); "
        "replaced only when all went well",
    )
    parser.add_argument(
        "--downloads",
        type=Path,
        default=ROOT / "var" / "gazetteer" / "downloads",
        metavar="FOLDER",
        help="where fetched files are kept (default: var/gazetteer/downloads)",
    )
    parser.add_argument(
        "--mirror",
        metavar="ADDRESS",
        help="fetch from a mirror of GeoNames that has the same folders",
    )


def _add_gazetteer_lookup(actions: Any) -> None:
    parser = _add_command(
        actions,
        "lookup",
        "print the places that a name may mean, best first",
    )
    parser.add_argument(
        "name",
        metavar="NAME",
        help="in Arabic or any usual transliteration, typos included; a place word tells the "
        "kind (al-Hol camp), what follows a comma where it lies (Qaim, Anbar)",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="json: a list of objects (default: table)",
    )
    parser.add_argument(
        "--limit", type=int, default=10, metavar="N", help="the most to print (default: 10)"
    )
    parser.add_argument(
        "--index",
        type=Path,
        metavar="FILE",
        help="a built gazetteer to use (default: MASAR_GAZETTEER, else "
        "var/gazetteer/index.jsonl if it is there)",
    )


def _add_command(commands: Any, name: str, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
    )
    return parser


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a text file, or a folder whose *.txt files are read, subfolders too; a "
        "manifest.csv in a folder describes its files",
    )
    parser.add_argument(
        "--manifest",
        type=Path,
        metavar="FILE",
        help="CSV with the column file and any of title, outlet, url, language, published, "
        "published_after, published_before, published_source; used in place of every "
        "manifest.csv",
    )
    parser.add_argument(
        "--published",
        metavar="DATE",
        help="when the articles appeared that no manifest dates: 2019-02-22, 2019-02, 2019 or "
        "bounds as 2019-02-09/2019-04-30",
    )


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--province",
        action="append",
        default=[],
        metavar="P",
        help="code or name of a province, Arabic or English; may be given several times",
    )
    parser.add_argument(
        "--from",
        dest="date_from",
        metavar="D",
        help="facts whose interval reaches this day, month or year, or a later one",
    )
    parser.add_argument("--to", dest="date_to", metavar="D", help="the same, or an earlier one")
    parser.add_argument(
        "--dated-only", action="store_true", help="leave out facts without any date"
    )
    _add_choices(parser, "--kind", [kind.value for kind in Kind])
    parser.add_argument(
        "--type",
        action="append",
        default=[],
        dest="types",
        metavar="T",
        help="a type of fact, such as kidnapping; may be given several times",
    )
    _add_choices(parser, "--modality", [modality.value for modality in Modality])
    parser.add_argument(
        "--bbox",
        metavar="W,S,E,N",
        help="only facts whose shape meets this box of degrees; one that begins with a minus "
        "is written --bbox=-10,...",
    )
    parser.add_argument(
        "--text", default="", help="words that must all stand in quote, places, title or actor"
    )
    parser.add_argument(
        "--min-score", type=float, default=0.0, metavar="S", help="the least score, 0 to 1"
    )
    parser.add_argument(
        "--min-origins",
        type=int,
        default=1,
        metavar="N",
        help="facts that so many independent reports tell at least (default: 1)",
    )


def _add_choices(parser: argparse.ArgumentParser, name: str, values: list[str]) -> None:
    parser.add_argument(
        name,
        action="append",
        default=[],
        choices=values,
        metavar=name[2].upper(),
        help=f"one of {', '.join(values)}; may be given several times",
    )


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        metavar="ADDRESS",
        help="the store, such as sqlite:///facts.sqlite (default: MASAR_STORE, else "
        "var/masar.sqlite)",
    )

"""``evaluate``: measure what is read against labelled texts."""

import argparse
from collections.abc import Iterator
from typing import Any

import orjson

from geo.cli.output import write_output
from geo.errors import InputError
from geo.evaluation import fact_report, toponym_report
from geo.evaluation.fact_gold import DEV, is_fact_gold
from geo.evaluation.facts import evaluate_facts
from geo.evaluation.passages import is_passage_gold
from geo.evaluation.toponym_gold import SPLITS, is_toponym_gold
from geo.evaluation.toponyms import evaluate_toponyms

Report = tuple[str, list[dict[str, Any]]]
"""A report as a text for people and as objects towards JSON."""


def run(options: argparse.Namespace) -> int:
    """Print the figures of every kind of gold that the path holds; nothing is refused."""
    reports = list(_evaluate(options))
    if not reports:
        raise InputError(
            f"'{options.gold}' holds no gold; give a folder with facts.json, manifest.csv and "
            "places.json, one with passages.SPLIT.txt, one with "
            "toponyms.LANGUAGE.txt and places.csv, or an XML file in the form of LGL, TR-News or "
            "GeoVirus"
        )
    if options.format == "json":
        documents = [document for _, found in reports for document in found]
        how = orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS
        write_output(orjson.dumps(document, option=how) for document in documents)
    else:
        write_output([("\n\n".join(text for text, _ in reports) + "\n").encode()])
    return 0


def _evaluate(options: argparse.Namespace) -> Iterator[Report]:
    gold, split = options.gold, options.split
    as_markdown = options.format == "markdown"
    if is_fact_gold(gold) or is_passage_gold(gold):
        facts = evaluate_facts(gold, split=split or DEV)
        show = fact_report.format_markdown if as_markdown else fact_report.format_report
        listed = fact_report.format_misses(facts) if options.misses else ""
        yield _join(listed, show(facts)), [fact_report.report_document(facts)]
    if is_toponym_gold(gold):
        if split not in (None, *SPLITS):
            raise InputError(f"'{split}' is no split of '{gold}'; give one of {', '.join(SPLITS)}")
        toponyms = evaluate_toponyms(gold, split=split or "")
        show_all = toponym_report.format_markdown if as_markdown else toponym_report.format_reports
        listed = toponym_report.format_misses(toponyms) if options.misses else ""
        documents = [toponym_report.report_document(one) for one in toponyms]
        yield _join(listed, show_all(toponyms)), documents


def _join(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)

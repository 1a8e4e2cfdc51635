"""The reports that tell one fact as HTML: who says what in which article, and what joined them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from geo.corroboration.agreement import explain_agreement
from geo.labels import label
from geo.viz.markup import Html, element, escape_text, isolated, join
from geo.viz.phrases import Told, iso_day, phrase_range

Report = Mapping[str, Any]
"""What one article tells: the first of its pieces of evidence, and all `quotes`."""

_NUMBERS = ("count", "killed", "wounded")


def is_shared(told: Told) -> bool:
    """Return whether several articles tell a fact."""
    return (told["reports"] or 1) > 1


def list_reports(told: Told) -> list[Report]:
    """Return the reports of a fact that several articles tell, the earliest first."""
    reports: dict[str, dict[str, Any]] = {}
    for piece in told["evidence"]:
        report = reports.setdefault(piece["fact_id"], {**piece, "quotes": []})
        report["quotes"].append(piece["quote"])
    return list(reports.values())


def phrase_support(told: Told, language: str) -> str:
    """Return how many reports and origins a fact has, and why the others are no origins.

    Empty where only one article tells it.
    """
    if not is_shared(told):
        return ""
    key = "one" if told["origins"] == 1 else "many"
    words = label(f"reports.origins_{key}", language).format(told["reports"], told["origins"])
    why = Counter(one["dependence"] for one in list_reports(told) if one["dependence"])
    parts = [f"{label(f'dependence.{name}', language)}: {n}" for name, n in sorted(why.items())]
    comma = label("reports.comma", language)
    return f"{words} ({f'{comma} '.join(parts)})" if parts else words


def render_report(report: Report, language: str) -> Html:
    """Return one report: outlet, day and title, its sentences, its speaker and its numbers."""
    names = [isolated(name) for name in (report["outlet"], report["title"]) if name]
    if report["published"]:
        names.append(iso_day(report["published"]))
    parts = [
        element("p", join(*names, separator=" · ")),
        *(element("blockquote", escape_text(quote), dir="auto") for quote in report["quotes"]),
        element("p", _phrase_speaker(report, language), css="masar-who"),
    ]
    if numbers := _phrase_numbers(report, language):
        parts.append(element("p", numbers))
    why = _explain(report, language)
    parts += [element("p", escape_text(one), css="masar-note") for one in why]
    return element("article", *parts, css="masar-card")


def _phrase_speaker(report: Report, language: str) -> Html:
    known = escape_text(label(f"attribution_class.{report['attribution_class']}", language))
    said = report["attribution"]
    return join(known, isolated(said), separator=" · ") if said else known


def _phrase_numbers(report: Report, language: str) -> Html:
    """Return the numbers and the day that this report tells, so that they can be compared."""
    told = {
        name: isolated(phrase_range(low, high, language))
        for name in _NUMBERS
        if name in report
        for low, high in [report[name]]
    }
    if report["date_start"]:
        days = dict.fromkeys((report["date_start"], report["date_end"]))
        told["when"] = join(*(iso_day(day) for day in days if day), separator=" – ")
    parts = [
        join(escape_text(f"{label(f'fact.{name}', language)}: "), words)
        for name, words in told.items()
    ]
    return join(*parts, separator=" · ")


def _explain(report: Report, language: str) -> list[str]:
    why = []
    if report["joined_by"]:
        reason = explain_agreement(report["joined_by"], language=language)
        why.append(f"{label('reports.joined_by', language)}: {reason}")
    if report["dependence"]:
        reason = label(f"dependence.{report['dependence']}", language)
        why.append(f"{label('reports.no_origin', language)}: {reason}")
    return why

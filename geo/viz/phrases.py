"""Short phrases about a fact in the reader's language: dates, numbers, places, names of types."""

import re
from collections.abc import Mapping
from typing import Any

from geo.crosswalk import read_fact_types
from geo.labels import LANGUAGES, label, read_labels
from geo.viz.markup import Html, element, escape_text, isolated, join

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Told = Mapping[str, Any]
"""A fact towards JSON (missing is None), as `geo.frames.fact_properties` gives it."""


def name_type(told: Told, language: str) -> str:
    """Return the name of a fact's type."""
    return label(f"type.{told['type']}", language)


def head_fact(told: Told, language: str) -> str:
    """Return a fact's heading in our own words only: its type and its days.

    It may stand where markup is read: nothing of the article is in it.
    """
    known = told["type"] in read_fact_types()
    name = label(f"type.{told['type']}" if known else f"kind_one.{told['kind']}", language)
    told_days = (told[end] or "" for end in ("date_start", "date_end"))
    days = dict.fromkeys(day for day in told_days if _ISO_DAY.fullmatch(day))
    return (
        f"{name} · \N{LEFT-TO-RIGHT ISOLATE}{' – '.join(days)}\N{POP DIRECTIONAL ISOLATE}"
        if days
        else name
    )


def name_place(told: Told, language: str, *, end: str = "place") -> str:
    """Return a place's name in the reader's language, else in the other; empty if none."""
    order = ("ar", "en") if language == LANGUAGES[0] else ("en", "ar")
    return str(next((told[f"{end}_{one}"] for one in order if told[f"{end}_{one}"]), ""))


def phrase_where(told: Told, language: str) -> Html:
    """Return the place with its district's province; for a movement from, across and to."""
    if told["kind"] == "movement" and (told["origin_id"] or told["destination_id"]):
        ends = (("from", "origin"), ("via", "via"), ("to", "destination"))
        steps = [
            join(escape_text(label(f"fact.{word}", language) + " "), isolated(name))
            for word, end in ends
            if (name := name_place(told, language, end=end))
        ]
        return join(*steps, separator=" · ")
    return phrase_place(told, language)


def phrase_place(told: Told, language: str) -> Html:
    """Return the place and the province it lies in."""
    name = name_place(told, language)
    province = name_place(told, language, end="admin1")
    if not name:
        return escape_text(label("not_drawn.no_place", language))
    names = [name] if not province or province == name else [name, province]
    return join(*(isolated(one) for one in names), separator=" · ")


def phrase_when(told: Told, language: str) -> Html:
    """Return the interval as ISO days with its precision, open sides in words."""
    start, end = told["date_start"], told["date_end"]
    if not (start or end):
        anchored = "date.unanchored" if told["date_text"] else "date.unknown"
        return escape_text(label(anchored, language))
    precision = label(f"date_precision.{told['date_precision']}", language)
    return join(_phrase_days(start, end, language), escape_text(f" ({precision})"))


def phrase_number(told: Told, language: str, *, name: str = "count") -> Html | None:
    """Return a number as told, with the noun counted; None if there is none."""
    low, high = told[f"{name}_min"], told[f"{name}_max"]
    if low is None and high is None:
        return None
    unit = label(f"unit.{told['count_unit']}", language) if told.get("count_unit") else ""
    words = phrase_range(low, high, language)
    return escape_text(f"{words} {unit}".strip() if name == "count" else words)


def phrase_range(low: int | None, high: int | None, language: str) -> str:
    """Return a range of numbers in words; an open side is said as open.

    >>> phrase_range(1000, None, "en")
    '1,000 or more'
    """
    if low is None:
        return label("number.at_most", language).format(f"{high:,}")
    if high is None:
        return label("number.at_least", language).format(f"{low:,}")
    if low == high:
        return f"{low:,}"
    return label("number.range", language).format(f"{low:,}", f"{high:,}")


def phrase_mode(told: Told, language: str) -> str:
    """Return how a movement was made, in words; empty if it is not told."""
    return ", ".join(
        label(f"mode.{one}", language) for one in (told["mode"] or "").split("|") if one
    )


def phrase_rule(rule: str, language: str) -> Html:
    """Return what a rule took a fact from: the words it found, with what they tell.

    >>> phrase_rule("raid: raided", "en")
    '<bdi dir="auto">raided</bdi> (Raid)'
    """
    name, _, words = rule.partition(": ")
    if not words:
        return isolated(name)
    known = f"type.{name}" in read_labels()
    told = escape_text(f" ({label(f'type.{name}', language)})") if known else Html("")
    return join(isolated(words), told)


def phrase_published(article: Mapping[str, Any], language: str) -> Html:
    """Return the day of publication, or its bounds, or that it is not known."""
    if article["published"]:
        return iso_day(article["published"])
    after, before = article["published_after"], article["published_before"]
    if not (after and before):
        return escape_text(label("published.unknown", language))
    between = escape_text(label("published.between", language) + " ")
    joined = escape_text(f" {label('published.and', language)} ")
    return join(between, iso_day(after), joined, iso_day(before))


def iso_day(day: str) -> Html:
    """Return an ISO day that keeps its order of digits in a text of either direction."""
    return element("bdi", escape_text(day), dir="ltr", css="masar-day")


def _phrase_days(start: str | None, end: str | None, language: str) -> Html:
    if start == end and start:
        return iso_day(start)
    if start and end:
        return join(iso_day(start), escape_text(" – "), iso_day(end))
    word = "date.since" if start else "date.until"
    return join(escape_text(label(word, language) + " "), iso_day(start or end or ""))

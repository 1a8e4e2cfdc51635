"""Agreement: what speaks for and against two articles telling one fact, and how strongly.

Whatever contradicts ends the comparison. What is left must agree in enough particulars: the
weights and the threshold are rows of ``data/model/corroboration.csv``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from geo.corroboration.citations import is_same_speaker
from geo.corroboration.sides import exclude_each_other, is_general
from geo.corroboration.spots import Fit, compare_spots
from geo.corroboration.tellings import (
    SAME_WORDS_SHARE,
    Bounds,
    Telling,
    is_lasting,
    list_kin,
    measure_words,
)
from geo.geoparse.model import load_model, read_feature_words
from geo.models import DatePrecision, Kind
from geo.tables import read_table

MANY, FEW = 5, 2
"""From these on a number is telling, or a little telling."""

NEAR_RATIO = 1.25
OPEN_RATIO = 5
SHIFT_DAYS = 2
WEEK_DAYS = 7
NUMBERS = ("count", "killed", "wounded")

_CODE = re.compile(r"([a-z_]+)[+-]\d")

IsReprint = Callable[[str, str], bool]
"""Says of two articles, by id, whether one is a reprint of the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How strongly two tellings agree, and why, as codes: ``same_day+2.0 same_spot+2.0``."""

    weight: float
    reason: str


def compare_tellings(a: Telling, b: Telling, *, is_reprint: IsReprint) -> Agreement | None:
    """Return what speaks for two tellings being one fact; None when something contradicts.

    The answer is the same whichever comes first.
    """
    if a.article_id == b.article_id or a.modality != b.modality or not _types_agree(a, b):
        return None
    signs: dict[str, float] = {}
    for compare in (_compare_when, _compare_where, _compare_numbers):
        part = compare(a, b)
        if part is None:
            return None
        signs |= part
    share = measure_words(a, b)
    reprint = share >= SAME_WORDS_SHARE and is_reprint(a.article_id, b.article_id)
    if signs.get("shifted_day") and not reprint:
        return None
    signs |= _compare_people(a, b)
    signs |= {"reprint": float(reprint), "kin_type": float(a.type != b.type)}
    signs["same_words"] = max(0.0, 2 * share - 1)
    judged = load_model("corroboration").judge({k: v for k, v in signs.items() if v})
    return Agreement(weight=judged.weight, reason=judged.reason)


def explain_agreement(reason: str, *, language: str = "en") -> str:
    """Return why two tellings were joined as a person reads it.

    >>> explain_agreement("same_day+2.0 same_spot+2.0 few_killed+2.0")
    'the same day; the same place; the same number of killed'
    """
    words = read_feature_words("corroboration", language)
    told = [words.get(code, code) for code in _CODE.findall(reason)]
    return f"{words['separator']} ".join(told)


@cache
def read_threshold() -> float:
    """Return from which weight on two tellings are one fact."""
    return load_model("corroboration").weights["threshold"]


def _types_agree(a: Telling, b: Telling) -> bool:
    return a.type == b.type or (a.type, b.type) in _read_kin()


def _compare_where(a: Telling, b: Telling) -> dict[str, float] | None:
    """Compare the places, of a movement both ends and where it crosses."""
    if Kind.MOVEMENT in (a.kind, b.kind):
        return _compare_ends(a, b)
    fit = compare_spots(a.place, b.place)
    if fit is Fit.APART:
        return None
    if a.type == b.type and a.type in _read_states() and fit in (Fit.SAME, Fit.SAME_AREA):
        lasting = {"lasting": 1.0}
    else:
        lasting = {}
    return lasting | _name_fit(fit)


def _compare_ends(a: Telling, b: Telling) -> dict[str, float] | None:
    fits = [
        compare_spots(getattr(a, end), getattr(b, end)) for end in ("origin", "destination", "via")
    ]
    if Fit.APART in fits:
        return None
    same = sum(fit in (Fit.SAME, Fit.SAME_AREA) for fit in fits[:2])
    if not same and fits[0] is fits[1] is Fit.UNKNOWN:
        fit = compare_spots(a.place, b.place)
        return None if fit is Fit.APART else _name_fit(fit)
    ongoing = a.date_precision == b.date_precision == DatePrecision.ONGOING
    within = float(Fit.WITHIN in fits[:2])
    return {
        "same_end": float(same),
        "place_within": within,
        "practice": float(ongoing and same > 1),
    }


def _name_fit(fit: Fit) -> dict[str, float]:
    names = {Fit.SAME: "same_spot", Fit.SAME_AREA: "same_area", Fit.WITHIN: "place_within"}
    return {names[fit]: 1.0} if fit in names else {}


def _compare_when(a: Telling, b: Telling) -> dict[str, float] | None:
    first, second = a.days, b.days
    if first is None or second is None:
        return {}
    gap = max(first[0] - second[1], second[0] - first[1])
    if gap > 0:
        return _compare_gap(a, b, gap)
    if not (a.is_dated and b.is_dated):
        return {"date_close": float(not (is_lasting(a.type) and is_lasting(b.type)))}
    if a.is_of_one_day and b.is_of_one_day:
        return {"same_day": 1.0}
    length = max(first[1] - first[0], second[1] - second[0]) + 1
    held = (first[0] - second[0]) * (first[1] - second[1]) <= 0
    if not held and not (is_lasting(a.type) and is_lasting(b.type)):
        return None
    return {"day_within": float(held and length <= WEEK_DAYS)}


def _compare_gap(a: Telling, b: Telling, gap: int) -> dict[str, float] | None:
    """Allow a day between two days, and a day's same words in what may be a reprint."""
    if not (a.is_of_one_day and b.is_of_one_day):
        return None
    if gap == 1:
        return {"day_beside": 1.0}
    same_words = bool(a.date_text) and a.date_text == b.date_text
    return {"shifted_day": 1.0} if same_words and gap <= SHIFT_DAYS else None


def _compare_numbers(a: Telling, b: Telling) -> dict[str, float] | None:
    """Compare what both count; numbers of different nouns are not compared."""
    signs: dict[str, float] = {}
    for name in NUMBERS:
        if name == "count" and not _count_the_same(a.count_unit, b.count_unit):
            continue
        sign = _compare_bounds(getattr(a, name), getattr(b, name))
        if sign is None:
            return None
        if sign:
            signs[f"{sign}_{name}"] = 1.0
    return signs


def _compare_bounds(a: Bounds, b: Bounds) -> str | None:
    """Return how two numbers agree, empty where one is not told, None where they contradict."""
    (low, high), (other_low, other_high) = a, b
    if low is None or other_low is None:
        return ""
    if a == b:
        return "many" if low >= MANY else "few" if low >= FEW else "one"
    least, most = min(low, other_low), max(low, other_low)
    if (high is None or high >= other_low) and (other_high is None or other_high >= low):
        return "open" if most <= OPEN_RATIO * max(1, least) else None
    return "near" if least >= MANY and most <= NEAR_RATIO * least else None


def _count_the_same(unit: str, other: str) -> bool:
    groups = _read_groups()
    return (
        not unit or not other or unit == other or groups.get(unit) == groups.get(other) == _PERSON
    )


_PERSON = "person"


def _compare_people(a: Telling, b: Telling) -> dict[str, float]:
    """Compare who acts, who is hit and who says so."""
    signs = {"same_speaker": float(is_same_speaker(a, b))}
    for name, first, second in (
        ("actor", a.actor_sides, b.actor_sides),
        ("target", a.target_sides, b.target_sides),
    ):
        same = any(not is_general(side) for side in first & second)
        pairs = [exclude_each_other(one, other) for one in first for other in second]
        signs[f"same_{name}"] = float(same)
        signs[f"other_{name}"] = float(bool(pairs) and all(pairs))
    return signs


@cache
def _read_kin() -> frozenset[tuple[str, str]]:
    return list_kin()


@cache
def _read_states() -> frozenset[str]:
    return frozenset(row["type"] for row in read_table("lexicon/states", "type"))


@cache
def _read_groups() -> dict[str, str]:
    return {row["key"]: row["group"] for row in read_table("lexicon/units", "key", "group")}

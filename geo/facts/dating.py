"""When a fact happened: the date its words tell, or what their tense leaves open."""

import re
from dataclasses import replace
from datetime import date, timedelta

from geo.facts.draft import Draft
from geo.facts.intervals import shift_months
from geo.facts.reading import Reading
from geo.facts.signals import Signal
from geo.facts.words import read_words
from geo.models import DateInterval, DatePrecision, Modality, Quantity
from geo.text.fold import fold_text

MAX_STATE_DISTANCE = 190
"""A date farther from a state than this, clauses counted, is another thing's."""

RELATIVE_PENALTY = 150
"""A date in a relative clause behind a trigger mostly tells of something else."""

OF_IT_CHARS = 2
"""A relative clause this near behind a trigger tells of its deed: the shelling that ..."""

PLACE_PENALTY = 10_000
"""A date in a relative clause behind a place tells of that place."""

SINCE_CHARS = 70
"""How far 'since' may stand before the day it counts from: since the start of its ... on Monday."""

HOUR_DISTANCE = 70
"""How far from a trigger the hour of its day may stand, clauses counted."""

HABIT_CHARS = 40
"""How near to a trigger the word must stand that makes it a practice."""

DURATION_CHARS = 45
"""How far from a trigger it may be told how long it lasted."""

APPOSED_CHARS = 3
"""A date this near behind another tells the same time more exactly."""

TOTAL = "attack_total"
"""What follows a dated total tells its parts, wherever they were."""

_EXACT = frozenset({DatePrecision.DAY, DatePrecision.RANGE, DatePrecision.MONTH})
_STOP = re.compile("[,،;؛]")
_PAST_RULE = "nearest-past"
_UNIT_DAYS = {"days": 1, "weeks": 7}
_UNIT_MONTHS = {"months": 1, "years": 12}


def find_date(draft: Draft, modality: Modality) -> DateInterval:
    """Return the date told nearest to the trigger, else one pointed back to, else the tense."""
    told = _nearest(draft)
    if told and modality is Modality.PLANNED:
        beside = draft.reading.share_clause(told.start_char or 0, draft.trigger.start)
        told = _look_ahead(told) if beside else None
    if told:
        told = _count_from(told, draft)
    elif "same_events" in draft.reading.concepts and draft.memory.when:
        told = draft.memory.when
    elif not draft.is_lasting and not _is_habitual(draft) and _stays(draft):
        told = draft.memory.day_of(draft.type.name, draft.reading)
    told = told or _day_of_hour(draft) or _day_of_header(draft) or _leave_open(draft)
    lasted = _find_duration(draft)
    return _stretch(told, lasted, draft.reading) if lasted else told


def _day_of_hour(draft: Draft) -> DateInterval | None:
    """Return the day of an hour told alone (``at dawn``): the last told, else that of the news."""
    reading = draft.reading
    words = [
        word
        for word in reading.of_concept("hour_of_day")
        if reading.distance(word.start, draft.trigger.start) <= HOUR_DISTANCE
    ]
    if not words or draft.is_lasting or _is_habitual(draft):
        return None
    if draft.memory.day and reading.sentence.paragraph - draft.memory.paragraph <= 1:
        return draft.memory.day
    bounds = reading.article.published.bounds()
    if not bounds or bounds[0] != bounds[1]:
        return None
    start, end = words[0].start, words[0].end
    return DateInterval(
        start=bounds[0], end=bounds[1], precision=DatePrecision.DAY, rule="hour-of-day",
        text=reading.article.text[start:end], start_char=start, end_char=end,
    )  # fmt: skip


def _day_of_header(draft: Draft) -> DateInterval | None:
    """Return the only day that a headline tells, for a single event of its article."""
    return None if draft.is_lasting or _is_habitual(draft) else draft.memory.header


def _is_habitual(draft: Draft) -> bool:
    """Return whether a fact is told as a practice: 'repeated', 'from time to time'."""
    return any(
        abs(word.start - draft.trigger.start) <= HABIT_CHARS
        for word in draft.reading.of_concept("habitual")
    )


def _stays(draft: Draft) -> bool:
    """Return whether a fact is where the text was before: it names no other place."""
    known = set(draft.memory.places)
    group = draft.find_group()
    if group is None or known & set(group.places) or _says_same_time(draft):
        return True
    return bool(TOTAL in draft.memory.dated and draft.reading.mentions)


def _says_same_time(draft: Draft) -> bool:
    return bool(draft.reading.of_concept("same_time"))


def _nearest(draft: Draft) -> DateInterval | None:
    """Return the date of the sentence nearest to the trigger; of a state only one beside it."""
    told = [(_distance(draft, d), d.start_char or 0, d) for d in draft.reading.dates]
    told = [item for item in told if item[0] < PLACE_PENALTY]
    if draft.is_lasting:
        told = [item for item in told if item[0] <= MAX_STATE_DISTANCE]
    nearest = min(told, key=lambda item: item[:2])[2] if told else None
    return _refine(nearest, draft.reading) if nearest else None


def _refine(told: DateInterval, reading: Reading) -> DateInterval:
    """Return the date told right behind another in its place: ``in two weeks, from .. to ..``."""
    end = told.end_char or 0
    exact = (d for d in reading.dates if d.precision in _EXACT and d is not told)
    return next((d for d in exact if 0 <= (d.start_char or 0) - end <= APPOSED_CHARS), told)


def _distance(draft: Draft, told: DateInterval) -> int:
    trigger, start = draft.trigger, told.start_char or 0
    distance = draft.reading.distance(trigger.start, start)
    for word in draft.reading.of_concept("relative"):
        if 0 <= word.start - trigger.end <= OF_IT_CHARS:
            inside = start - trigger.start
            return min(distance, inside) if inside > 0 else distance + RELATIVE_PENALTY
        if trigger.end <= word.start < start:
            places = (m.start for m in draft.reading.mentions if m.place)
            of_place = any(trigger.end <= place < word.start for place in places)
            return distance + (PLACE_PENALTY if of_place and not word.clitic else RELATIVE_PENALTY)
    return distance


def _leave_open(draft: Draft) -> DateInterval:
    """Return the interval of what no words date: up to the day the article appeared."""
    _, last = draft.reading.article.published.bounds() or (None, None)
    goes_on = draft.is_lasting or _is_habitual(draft)
    precision = DatePrecision.ONGOING if goes_on else DatePrecision.RECENT
    return DateInterval(end=last, precision=precision, rule="no-date-told")


def _look_ahead(told: DateInterval) -> DateInterval:
    """Return the next such day for what is planned: 'on Friday' is the coming one."""
    if _PAST_RULE not in told.rule or not told.start or not told.end:
        return told
    weekday = told.rule.startswith("weekday")
    start, end = (
        _shift(day, days=7) if weekday else shift_months(day, 12) for day in (told.start, told.end)
    )
    return replace(told, start=start, end=end, rule=f"{told.rule}+planned")


def _count_from(told: DateInterval, draft: Draft) -> DateInterval:
    """Return the time since a day, for what goes on since then: ``since the attack on Sunday``.

    What stands between 'since' and the day happened on that day.
    """
    start = told.start_char or 0
    since = [
        word
        for word in draft.reading.of_concept("since")
        if draft.trigger.end <= word.start and 0 <= start - word.end <= SINCE_CHARS
    ]
    _, last = draft.reading.article.published.bounds() or (None, None)
    if not since or not told.start or "since" in told.rule or (last and last < told.start):
        return told
    return replace(told, end=last, precision=DatePrecision.RANGE, rule=f"{told.rule}+since")


def _find_duration(draft: Draft) -> Quantity | None:
    """Return how long it is said to have lasted, in days or longer; None when nothing tells it."""
    for quantity in draft.reading.quantities:
        if quantity.unit not in _UNIT_DAYS and quantity.unit not in _UNIT_MONTHS:
            continue
        if _lasts(draft.trigger, quantity, draft.reading):
            return quantity
    return None


def _lasts(trigger: Signal, quantity: Quantity, reading: Reading) -> bool:
    """Return whether a time tells how long a trigger's event lasted."""
    gap = max(quantity.start - trigger.end, trigger.start - quantity.end)
    if gap > DURATION_CHARS or _parted(trigger, quantity, reading):
        return False
    before = reading.article.text[reading.sentence.start : quantity.start].split()
    return bool(before) and fold_text(before[-1]) in read_words("lasting")


def _parted(trigger: Signal, quantity: Quantity, reading: Reading) -> bool:
    """Return whether a stop or another trigger stands between an event and a time."""
    low, high = sorted((trigger.start, quantity.start))
    others = (t for t in reading.triggers if t.row.key != trigger.row.key)
    stop = _STOP.search(reading.article.text, low, high)
    return stop is not None or any(low < t.start < high for t in others)


def _stretch(told: DateInterval, lasted: Quantity, reading: Reading) -> DateInterval:
    """Return the interval that ends with a date and lasted so long before it."""
    if not told.end or told.precision is DatePrecision.RANGE:
        return told
    if lasted.unit in _UNIT_DAYS:
        start = _shift(told.end, days=-lasted.min * _UNIT_DAYS[lasted.unit])
    else:
        start = shift_months(told.end, -lasted.min * _UNIT_MONTHS[lasted.unit])
    return DateInterval(
        start=start, end=told.end, precision=DatePrecision.RANGE,
        text=reading.article.text[lasted.start : lasted.end], rule=f"{told.rule}+lasted",
        start_char=lasted.start, end_char=lasted.end,
    )  # fmt: skip


def _shift(day: str, *, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()

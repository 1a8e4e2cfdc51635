"""Rules for times told from the day of publication, or from the date told before."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from geo.models import DatePrecision
from geo.text.calendar_rules import read_day, relation_of
from geo.text.date_words import NOTHING, Anchor, Shape, Told, Words
from geo.text.derived_times import tell_part
from geo.text.grammar import Rule
from geo.text.lexemes import Lexeme
from geo.text.numerals import SMALL_NUMERAL, read_value
from geo.text.periods import Period, back_from, day_period, move, unit_period, weekday_near

_UNIT_PRECISIONS = {
    "day": DatePrecision.DAY,
    "week": DatePrecision.WEEK,
    "month": DatePrecision.MONTH,
    "year": DatePrecision.YEAR,
}
_SHIFTS = {"past": -1, "this": 0, "next": 1}
_UNIT_ROLES = ("unit", "units", "unit_two", "unit_pair")
_FEW = (2, 10)
_MOST_UNITS = 3000


class _Duration(NamedTuple):
    """An amount of a unit of time, from the least to the most it may mean."""

    unit: str
    least: int
    most: int

    def before(self, day: date) -> Period:
        """Return the unit of the calendar so long before a day."""
        return back_from(day, self.unit, self.least)

    def before_few(self, day: date) -> Period:
        """Return the days between the most and the least it may lie before a day."""
        end = day if self.unit in {"hour", "minute"} else move(day, self.unit, -self.least)
        return move(day, self.unit, -self.most), end

    def behind(self, day: date) -> Period:
        """Return the time from so long before a day up to it."""
        return move(day, self.unit, -self.most), day

    def ahead(self, day: date) -> Period:
        """Return the time from a day on; its end is open where the amount is vague."""
        end = None if self.least != self.most else move(day, self.unit, self.most)
        return day, end


def _tell(
    shape: Shape, rule: str, precision: DatePrecision, resolve: Callable[[date], Period]
) -> Told:
    return Told(shape=shape, rule=rule, precision=precision, resolve=resolve)


def _read_weekday(words: Words) -> Told:
    weekday = int(words.word("weekday", "weekday"))
    when = relation_of(words, "rel1", "rel2")
    rule = f"weekday+{when or 'nearest-past'}"
    return Told(
        shape=Shape.WEEKDAY,
        rule=f"{rule}+future" if when == "next" else rule,
        precision=DatePrecision.DAY,
        resolve=lambda seen: day_period(weekday_near(seen, weekday, when=when)),
        weekday=weekday,
    )


def _read_weekday_pair(words: Words) -> Told | None:
    """Read two days told together, or the night between them: the first before the last."""
    first, last = (int(words.word(group, "weekday")) for group in ("weekday", "weekday2"))

    def resolve(seen: date) -> Period:
        end = weekday_near(seen, last)
        return weekday_near(end, first, when="past"), end

    return _tell(Shape.RANGE, "weekdays", DatePrecision.RANGE, resolve)


def _read_nothing(_: Words) -> Told:
    return NOTHING


def _read_shift(words: Words) -> Told:
    days = int(words.word("shift", "shift", "today") or 0)
    rule = "day-shift+future" if days > 0 else "day-shift"
    return _tell(
        Shape.SHIFT, rule, DatePrecision.DAY, lambda seen: day_period(seen + timedelta(days=days))
    )


def _read_overnight(_: Words) -> Told:
    return _tell(
        Shape.RANGE, "overnight", DatePrecision.RANGE, lambda seen: (seen - timedelta(days=1), seen)
    )


def _read_weekend(words: Words) -> Told | None:
    """Read ``over the weekend``: the last one, up to now; no other unit is told so."""
    unit = words.word("unit", "unit")
    return tell_unit(unit, "past") if unit.startswith(_WEEKEND) else None


def _read_nth_day(words: Words) -> Told | None:
    """Read ``for the third day running`` and ``لليوم الثالث``: from the first day to now."""
    number = read_day(words, "number")
    if number is None or number < MIN_DAYS_RUNNING:
        return None
    weekday = int(words.word("weekday", "weekday") or 0)

    def resolve(seen: date) -> Period:
        end = weekday_near(seen, weekday) if weekday else seen
        return end - timedelta(days=number - 1), end

    return _tell(Shape.RANGE, "nth-day", DatePrecision.RANGE, resolve)


def _read_night_of(words: Words) -> Told:
    """Read ``overnight on Saturday``: that day and the one before."""
    weekday = int(words.word("weekday", "weekday"))

    def resolve(seen: date) -> Period:
        day = weekday_near(seen, weekday)
        return day - timedelta(days=1), day

    return _tell(Shape.RANGE, "overnight", DatePrecision.RANGE, resolve)


def _read_since_today(_: Words) -> Told:
    """Read ``منذ ساعات الصباح``: from today on."""
    return _tell(Shape.RANGE, "since day-shift", DatePrecision.ONGOING, day_period)


def _read_unit(words: Words) -> Told | None:
    """Read ``الأسبوع الماضي`` and ``this year``: a whole unit of the calendar."""
    unit, relation = words.word("unit", *_UNIT_ROLES), relation_of(words, "rel1", "rel2")
    if unit in {"hour", "minute"} or (unit == "day" and relation != "this"):
        return None
    return tell_unit(unit, relation)


def tell_unit(unit: str, relation: str) -> Told:
    """Return the past, this or the next unit of the calendar."""
    shift = _SHIFTS[relation]
    rule = f"unit-{relation}"
    return Told(
        shape=Shape.UNIT,
        rule=f"{rule}+future" if relation == "next" else rule,
        precision=_UNIT_PRECISIONS.get(unit, DatePrecision.RANGE),
        resolve=lambda seen: unit_period(seen, unit, shift),
        unit=unit,
    )


def _read_part_of_unit(words: Words) -> Told | None:
    """Read ``منتصف الشهر``: of the unit that runs, told with the article."""
    (unit,) = words.of("unit")
    if not isinstance(unit, Lexeme) or not (unit.definite or words.has("the")):
        return None
    return tell_part(tell_unit(words.word("unit", "unit"), "this"), words.word("part", "part"))


def _read_same(words: Words) -> Told | None:
    """Read ``العام نفسه`` and ``the following day``: told from the date before it."""
    unit = words.word("unit", *_UNIT_ROLES) or "day"
    shift = 1 if words.has("following") else 0
    if unit in {"hour", "minute"} or (words.has("same") and not _is_definite(words)):
        return None
    return Told(
        shape=Shape.UNIT,
        rule="following-unit" if shift else "same-unit",
        precision=_UNIT_PRECISIONS.get(unit, DatePrecision.RANGE),
        resolve=lambda seen: unit_period(seen, unit, shift),
        anchor=Anchor.PREVIOUS,
        unit=unit,
    )


def _is_definite(words: Words) -> bool:
    """Tell whether a unit carries the article, where the language writes it so."""
    (unit,) = words.of("unit")
    return isinstance(unit, Lexeme) and (unit.definite or unit.cased)


def _read_ago(words: Words) -> Told | None:
    """Read ``قبل ثلاثة أيام``; what is told from an event (``قبل يوم من``) has no interval."""
    duration = _read_duration(words)
    if not duration:
        return None
    if words.has("less"):
        return _tell(Shape.RANGE, "ago-less", DatePrecision.RANGE, duration.behind)
    vague = duration.least != duration.most
    precision = DatePrecision.RANGE if vague else _UNIT_PRECISIONS.get(duration.unit)
    told = _tell(
        Shape.RANGE,
        "ago-few" if vague else "ago",
        precision or DatePrecision.RANGE,
        duration.before_few if vague else duration.before,
    )
    if words.has("of"):
        return told.flagged("of-an-event")._replace(anchor=Anchor.EVENT)
    return told


def _read_window(words: Words) -> Told | None:
    """Read ``خلال الأشهر الستة الماضية``: from so long before the anchor up to it."""
    duration = _read_duration(words)
    if not duration:
        return None
    if relation_of(words, "rel") == "next":
        return _tell(Shape.RANGE, "window-next+future", DatePrecision.RANGE, duration.ahead)
    return _tell(Shape.RANGE, "window-past", DatePrecision.RANGE, duration.behind)


def _read_since(words: Words) -> Told | None:
    """Read ``منذ أسبوعين``: from then up to the anchor."""
    duration = _read_duration(words)
    if not duration:
        return None
    return _tell(Shape.RANGE, "since-duration", DatePrecision.RANGE, duration.behind)


def _read_unmarked(words: Words) -> Told | None:
    """Read ``خلال 6 أشهر`` without past or next: news tells what has been."""
    duration = _read_duration(words)
    if not duration:
        return None
    return _tell(Shape.RANGE, "window-unmarked", DatePrecision.RANGE, duration.behind)


def _read_ongoing(_: Words) -> Told:
    return _tell(Shape.RANGE, "ongoing", DatePrecision.ONGOING, lambda seen: (None, seen))


def _read_recent(_: Words) -> Told:
    return _tell(Shape.RANGE, "recent", DatePrecision.RECENT, lambda seen: (None, seen))


def _read_duration(words: Words) -> _Duration | None:
    """Return the duration told: a numeral, a dual, a few, or one of the unit."""
    unit = words.word("unit", *_UNIT_ROLES)
    if words.has("number"):
        value = read_value(words.of("number"))  # type: ignore[arg-type]
        amount = int(value)
        if amount < 1 or amount > _MOST_UNITS:
            return None
        least = most = amount
    elif words.word("unit", "unit_two"):
        least = most = 2
    elif words.has("few"):
        least, most = (int(end) for end in words.word("few", "few").split(".."))
    else:
        least, most = _FEW if words.word("unit", "units") else (1, 1)
    return _with_half(_Duration(unit, least, most), words)


def _with_half(duration: _Duration, words: Words) -> _Duration:
    """Add half a year to ``عام ونصف``; half of a smaller unit is within its precision."""
    if not words.has("half") or duration.unit != "year":
        return duration
    return _Duration("month", duration.least * 12 + 6, duration.most * 12 + 6)


MIN_DAYS_RUNNING = 2
"""A deed that goes on for its nth day began before today."""

_WEEKEND = "weekend"
_PART_OF_DAY = "(?:{daypart}|{night})"
_BEFORE_A_DAY = (
    "(?:(?:{part}|{earlier}|{later}){of}?{in}?{the}?)?"
    f"(?:{{the}}?{_PART_OF_DAY}{{of}}?{{in}}?)?"
)
_AFTER_A_DAY = f"(?:{{in}}?{{the}}?{_PART_OF_DAY})?"
_APPROXIMATE = "(?:{approx}|{more}|(?P<less>{less})){{0,3}}"
_NUMBER = rf"(?P<number>{{the}}?{SMALL_NUMERAL})"
_HALF = "(?:{and}{a}?(?P<half>{half}){unit}?)?"
_OPERATOR = "(?:{within}|{along})?{the}?"
_ANY_UNIT = "(?P<unit>{units}|{unit})"
_UNITS = "(?P<unit>{units})"
_TWO_UNITS = "(?P<unit>{unit_two})"
_ARABIC_RELATION = "(?P<rel>{past@ar}|{next@ar})(?!{of}(?:{unit=year}|[YH]))"
_DURATIONS = (
    rf"{_NUMBER}{_ANY_UNIT}{_HALF}",
    rf"{_TWO_UNITS}{{unit_number}}?{_HALF}",
    rf"{{a}}?(?P<few>{{few}}){{of}}?{_UNITS}",
    rf"{_UNITS}(?P<few>{{few}})?",
    rf"{_UNITS}{_NUMBER}",
    rf"{{a}}?(?P<unit>{{unit}}){{one}}?{_HALF}",
)
_WINDOWS = (
    rf"(?P<rel>{{past}}|{{next}}|{{last_of}}){_NUMBER}{_ANY_UNIT}",
    rf"(?P<rel>{{past}}|{{next}}|{{last_of}})(?P<few>{{few}}){{of}}?{_UNITS}",
    rf"(?P<rel>{{past@en}}|{{next@en}}){_UNITS}",
    rf"(?P<rel>{{past@en}}|{{next@en}}|{{last_of}}){_TWO_UNITS}",
    r"(?P<rel>{past=window})(?P<unit>{unit})",
    rf"{_UNITS}{_NUMBER}{{few}}?{_ARABIC_RELATION}",
    rf"{_UNITS}(?P<few>{{few}})?{_ARABIC_RELATION}{{few}}?",
    rf"{_TWO_UNITS}{_ARABIC_RELATION}",
    rf"{_NUMBER}{_ANY_UNIT}{_ARABIC_RELATION}",
    rf"(?P<few>{{few}}){_UNITS}{_ARABIC_RELATION}",
)
_ALONE = (
    "(?![DYH]|{past}|{this}|{next}|{same}|{following}|{month}|{weak_month}|{hijri_month}"
    "|{weekday}|{ordinal}|{daypart}|{night})"
)
_OF_AN_EVENT = "(?:{of}{ongoing}|(?=(?P<of>{of}))|)"


def _rules_of_durations() -> tuple[Rule, ...]:
    """Return the rules that hold for every way to tell a duration."""
    ago, since, unmarked = [], [], []
    for duration in _DURATIONS:
        told = f"{_APPROXIMATE}{duration}"
        ago.append(
            Rule(
                pattern=f"{{before}}{told}{_ALONE}{_OF_AN_EVENT}", anchors="before", read=_read_ago
            )
        )
        ago.append(Rule(pattern=f"{told}{{ago}}", anchors="ago", read=_read_ago))
        since.append(Rule(pattern=f"{{since}}{told}{_ALONE}", anchors="since", read=_read_since))
    for duration in _DURATIONS[:2]:
        told = f"{{within}}{_APPROXIMATE}{duration}{_ALONE}"
        unmarked.append(Rule(pattern=told, anchors="within", read=_read_unmarked))
    windows = [
        Rule(pattern=f"{_OPERATOR}{window}", anchors="past next last_of", read=_read_window)
        for window in _WINDOWS
    ]
    return (*ago, *since, *windows, *unmarked)


RULES = (
    *_rules_of_durations(),
    Rule(pattern="{every}{unit=day}?{weekday}", anchors="every", read=_read_nothing),
    Rule(
        pattern=rf"{_BEFORE_A_DAY}(?:{{unit=day}}|{{today}})?(?P<rel1>{{past}}|{{this}}|{{next}})?"
        rf"(?P<weekday>{{weekday}})(?P<rel2>{{past@ar}}|{{this@ar}}|{{next@ar}})?{_AFTER_A_DAY}",
        anchors="weekday",
        read=_read_weekday,
    ),
    Rule(
        pattern=r"(?:{unit_pair=day}|{night})(?P<weekday>{weekday})(?:[-/_]|{and}|{to}|{onto}){{0,2}}"
        r"(?P<weekday2>{weekday})",
        anchors="weekday",
        read=_read_weekday_pair,
    ),
    Rule(pattern="{today}(?:{ordinal}|{one})", anchors="today", read=_read_nothing),
    Rule(
        pattern=rf"(?P<since>{{since}}){{the}}?{_PART_OF_DAY}(?!{{of}}?(?:{{weekday}}|{{shift}}|{{today}}))",
        anchors="daypart night",
        read=_read_since_today,
    ),
    Rule(
        pattern="(?:{along}|{within}|{in}){the}(?P<unit>{unit})", anchors="unit", read=_read_weekend
    ),
    Rule(
        pattern=r"{along}(?:{the}|{a})?(?P<number>{ordinal}){running}?{unit=day}"
        r"(?:x{{0,3}}{in}?(?P<weekday>{weekday}))?",
        anchors="ordinal",
        read=_read_nth_day,
    ),
    Rule(
        pattern="{clitic_to}{today}(?P<number>{ordinal}(?:{ten}|{and}{tens})?)(?!{of})",
        anchors="ordinal",
        read=_read_nth_day,
    ),
    Rule(
        pattern="{overnight}{in}?(?P<weekday>{weekday})", anchors="overnight", read=_read_night_of
    ),
    Rule(
        pattern=rf"{_BEFORE_A_DAY}(?:{{unit=day}}|{{this}})?(?P<shift>{{shift}}|{{today}})"
        rf"{_AFTER_A_DAY}",
        anchors="shift today",
        read=_read_shift,
    ),
    Rule(pattern=f"{{this}}{_PART_OF_DAY}", anchors="daypart night", read=_read_shift),
    Rule(pattern="{overnight}", anchors="overnight", read=_read_overnight),
    Rule(
        pattern="{the}?(?P<rel1>{past}|{this}|{next})(?P<unit>{unit})(?!{of})",
        anchors="unit",
        read=_read_unit,
    ),
    Rule(
        pattern="(?P<unit>{unit})(?P<rel1>{past@ar}|{this@ar}|{next@ar})",
        anchors="unit",
        read=_read_unit,
    ),
    Rule(
        pattern="{the}(?P<following>{next@en})(?P<unit>{unit=day})",
        anchors="unit=day",
        read=_read_same,
    ),
    Rule(
        pattern="{the}?(?P<following>{following})(?P<unit>{unit})",
        anchors="following",
        read=_read_same,
    ),
    Rule(
        pattern=rf"(?:{_PART_OF_DAY}{{of}}?)?(?P<unit>{{unit}}|{{today}})(?P<following>{{following}})",
        anchors="following",
        read=_read_same,
    ),
    Rule(
        pattern=rf"(?:{_PART_OF_DAY}{{of}}?)?(?P<unit>{{unit}}|{{today}}){{same}}",
        anchors="same",
        read=_read_same,
    ),
    Rule(
        pattern="{the}?(?P<same>{same_before})(?P<unit>{unit}|{today})",
        anchors="same_before",
        read=_read_same,
    ),
    Rule(
        pattern="{the}?(?P<part>{part}){of}?(?P<the>{the}|-)?"
        f"(?P<unit>{{unit=week}}|{{unit=month}}|{{unit=year}}){_ALONE}",
        anchors="part",
        read=_read_part_of_unit,
    ),
    Rule(pattern="{ongoing}", anchors="ongoing", read=_read_ongoing),
    Rule(pattern="{recent}", anchors="recent", read=_read_recent),
)
"""Rules for relative times; where two match as much, the one that stands first is read."""

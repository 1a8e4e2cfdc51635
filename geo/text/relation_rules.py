"""Rules that build times of times: parts, since and until, between, a weekday with its date."""

from datetime import date, timedelta

from geo.models import DatePrecision
from geo.text.calendar_rules import join_dates
from geo.text.date_words import Anchor, Shape, Told, Words
from geo.text.derived_times import derive_time, tell_part
from geo.text.grammar import Rule
from geo.text.numerals import SMALL_NUMERAL, read_value
from geo.text.periods import ClosedPeriod, Period, middle_of, move, slice_of, week_of
from geo.text.relative_rules import tell_unit

MIDDLE_OF_MONTH = "part-middle month"
"""How the rule of a month's middle third begins; what goes on since then began in its middle."""

_ONE_DAY = timedelta(days=1)


def _read_part(words: Words) -> Told | None:
    """Read ``مطلع العام الجاري`` and ``mid-2019``: a third of a period."""
    return tell_part(words.told("whole"), words.word("part", "part"))


def _read_slice(words: Words) -> Told | None:
    """Read ``الربع الأول من عام 2018``: one of several equal slices."""
    of = int(words.word("slice", "slice"))
    number = int(words.word("number", "ordinal") or of)
    if not 1 <= number <= of:
        return None
    return derive_time(words.told("whole"), "slice", lambda period: slice_of(period, number, of))


def _read_first_units(words: Words) -> Told | None:
    """Read ``the first three months of 2018`` and ``الأشهر الثلاثة الأخيرة من``."""
    unit, amount = words.word("unit", "units"), int(read_value(words.numerals("amount")))
    if words.word("number", "ordinal") not in {"", "1"} or amount < 1:
        return None
    is_first = bool(words.word("number", "ordinal"))

    def cut(period: ClosedPeriod) -> Period:
        start, end = period
        if is_first:
            return start, move(start, unit, amount) - _ONE_DAY
        return move(end + _ONE_DAY, unit, -amount), end

    whole = words.told("whole") if words.has("whole") else _running(words)
    return derive_time(whole, "first-units" if is_first else "last-units", cut) if whole else None


def _running(words: Words) -> Told | None:
    """Return the running year or month that a bare unit means."""
    unit = words.word("of_unit", "unit")
    return tell_unit(unit, "this") if unit in {"year", "month"} else None


def _read_nth_week(words: Words) -> Told | None:
    """Read ``الأسبوع الأول من آذار``: seven days from the first of the month, or its last."""
    number = int(words.word("number", "ordinal") or 0)
    if number > 5:
        return None

    def cut(period: ClosedPeriod) -> Period:
        if not number:
            return period[1] - timedelta(days=6), period[1]
        first = period[0] + timedelta(days=7 * (number - 1))
        return first, min(first + timedelta(days=6), period[1])

    told = derive_time(words.told("whole"), "week-of-month", cut)
    return told._replace(precision=DatePrecision.WEEK)


def _read_week_of(words: Words) -> Told | None:
    told = derive_time(
        words.told("whole"), "week-of", lambda period: week_of(period[0] or date.min)
    )
    return told._replace(precision=DatePrecision.WEEK)


def _read_earlier(words: Words) -> Told | None:
    """Read ``earlier this month``: from the unit's begin up to the anchor, or the day itself."""
    whole = words.told("whole")
    if whole.shape is not Shape.UNIT:
        return whole

    def resolve(seen: date) -> Period:
        start, end = whole.resolve(seen)
        return start, min(end, seen) if end else seen

    return whole._replace(shape=Shape.RANGE, precision=_wide(whole), resolve=resolve)


def _read_later(words: Words) -> Told | None:
    whole = words.told("whole")
    if whole.shape is not Shape.UNIT:
        return whole
    told = whole._replace(
        shape=Shape.RANGE,
        precision=_wide(whole),
        resolve=lambda seen: (seen, whole.resolve(seen)[1]),
    )
    return told.flagged("future")


def _wide(told: Told) -> DatePrecision:
    return DatePrecision.RANGE if told.precision is not DatePrecision.DAY else told.precision


def _read_since(words: Words) -> Told | None:
    """Read ``منذ X``: from the begin of X up to the anchor, still going on."""
    since = words.told("since")
    if since.rule.startswith(MIDDLE_OF_MONTH):
        since = derive_time(since, "middle", lambda period: (middle_of(period), period[1]))
    return Told(
        shape=Shape.RANGE,
        rule=f"since {since.rule}",
        precision=DatePrecision.ONGOING,
        resolve=lambda seen: _up_to(since.resolve(seen)[0], seen),
        anchor=Anchor.PREVIOUS if since.anchor is Anchor.PREVIOUS else Anchor.PUBLICATION,
        known=(since.known[0], None),
        needs_capital=since.needs_capital,
    )


def _up_to(start: date | None, end: date) -> Period:
    """Return the days from a start up to an end.

    Raises `ValueError` where the start lies behind the end.
    """
    if start and start > end:
        raise ValueError(f"what began on {start.isoformat()} was told on {end.isoformat()}")
    return start, end


def _read_until(words: Words) -> Told | None:
    return derive_time(words.told("limit"), "until", lambda period: (None, period[1]))


def _read_before(words: Words) -> Told | None:
    return derive_time(words.told("limit"), "before", lambda period: (None, period[0] - _ONE_DAY))


def _read_after(words: Words) -> Told | None:
    """Read ``بعد X``: open from the last day of X on."""
    return derive_time(words.told("limit"), "after", lambda period: (period[1], None))


def _read_range(words: Words) -> Told | None:
    first, last = words.told("first"), words.told("last")
    told = join_dates(first, last, "range")
    capital = first.needs_capital and last.needs_capital
    return told._replace(needs_capital=capital) if told else None


def _read_years(words: Words) -> Told | None:
    """Read ``2014-2017``: two years joined by a dash, the first before the last."""
    first, last = words.told("first"), words.told("last")
    start, end = first.known[0], last.known[1]
    if not start or not end or start >= end:
        return None
    return join_dates(first, last, "years")


def _read_with_weekday(words: Words) -> Told | None:
    """Read a date with the weekday it is said to be; a contradiction is found once resolved."""
    weekday = words.told("weekday").weekday if words.has("weekday") else 0
    return words.told("date")._replace(shape=Shape.DAY, weekday=weekday)


def _read_short_weekday(words: Words) -> Told | None:
    return words.told("date")._replace(weekday=int(words.word("weekday", "weak_weekday")))


def _read_twice_told(words: Words) -> Told | None:
    """Read one day told in two calendars: the one that needs no conversion counts."""
    first, last = words.told("date"), words.told("date2")
    if "hijri" not in first.rule and "hijri" not in last.rule:
        return None
    return first if "hijri" not in first.rule else last


def _read_cued(words: Words) -> Told | None:
    """Read a month or year that stands alone, since the word before it asks for a time."""
    told = words.told("date")
    return told._replace(shape=Shape.MONTH if told.shape is Shape.MONTH_ALONE else Shape.YEAR)


_TIME = "[dwmyusrpq]"
_TO = "(?:[-_]|{and}?{to}|{and}?{until}|{through}|{and})"

MERGE_RULES = (
    Rule(
        pattern=r"(?:(?P<weekday>w)|s)[,(]?(?:{corresponding}|{in}|{of})?(?P<date>d)\)?",
        anchors="d",
        read=_read_with_weekday,
    ),
    Rule(pattern=r"(?P<date>d)[,(](?P<weekday>w)\)?", anchors="d", read=_read_with_weekday),
    Rule(pattern=r"(?P<date>s)[,(]?(?P<weekday>w)\)?", anchors="s", read=_read_with_weekday),
    Rule(
        pattern=r"(?P<weekday>{weak_weekday})[.,]*(?P<date>d)",
        anchors="weak_weekday",
        read=_read_short_weekday,
    ),
    Rule(
        pattern=r"(?P<date>d)(?:{corresponding}|[,(/_-]){{0,3}}(?P<date2>d)\)?",
        anchors="d",
        read=_read_twice_told,
    ),
)
"""Rules that join what tells one day twice."""

PART_RULES = (
    Rule(
        pattern="{the}?(?P<part>{part})(?:-|{of}|{the}|{in}){{0,3}}(?P<whole>[myupqr])",
        anchors="part",
        read=_read_part,
    ),
    Rule(
        pattern="{the}?(?P<number>{ordinal}|{past@en})(?P<slice>{slice}){of}?{the}?"
        "(?P<whole>[myuq])",
        anchors="slice",
        read=_read_slice,
    ),
    Rule(
        pattern="(?P<slice>{slice})(?P<number>{ordinal}|{past@ar}){of}?(?P<whole>[myuq])",
        anchors="slice",
        read=_read_slice,
    ),
    Rule(
        pattern=rf"{{the}}?(?P<unit>{{units}})(?P<amount>{SMALL_NUMERAL})"
        "(?P<number>{ordinal}|{past@ar}){of}?(?:(?P<whole>[myuq])|(?P<of_unit>{unit}))",
        anchors="units",
        read=_read_first_units,
    ),
    Rule(
        pattern=rf"{{the}}?(?P<number>{{ordinal}}|{{past@en}})(?P<amount>{SMALL_NUMERAL})"
        "(?P<unit>{units}){of}(?:(?P<whole>[myuq])|{the}(?P<of_unit>{unit}))",
        anchors="units",
        read=_read_first_units,
    ),
    Rule(pattern="{the}?{unit=week}{of}(?P<whole>d)", anchors="d", read=_read_week_of),
    Rule(
        pattern="{the}?(?P<number>{ordinal}|{past@en}){unit=week}{of}(?P<whole>[mup])",
        anchors="unit=week",
        read=_read_nth_week,
    ),
    Rule(
        pattern="{unit=week}(?P<number>{ordinal}|{past@ar}){of}(?P<whole>[mup])",
        anchors="unit=week",
        read=_read_nth_week,
    ),
    Rule(
        pattern="{earlier}(?:{of}|{in}|{the}){{0,3}}(?P<whole>[uwds])",
        anchors="earlier",
        read=_read_earlier,
    ),
    Rule(
        pattern="{later}(?:{of}|{in}|{the}){{0,3}}(?P<whole>[uwds])",
        anchors="later",
        read=_read_later,
    ),
)
"""Rules for a part of a time."""

RELATION_RULES = (
    Rule(pattern=rf"{{since}}{{the}}?(?P<since>{_TIME})", anchors="since", read=_read_since),
    Rule(pattern=rf"{{until}}{{the}}?(?P<limit>{_TIME})", anchors="until", read=_read_until),
    Rule(pattern=rf"{{by}}{{the}}?(?P<limit>{_TIME})", anchors="by", read=_read_until),
    Rule(
        pattern=rf"(?:{{before}}|{{prior}}){{the}}?(?P<limit>{_TIME})",
        anchors="before prior",
        read=_read_before,
    ),
    Rule(pattern=rf"{{after}}{{the}}?(?P<limit>{_TIME})", anchors="after", read=_read_after),
    Rule(
        pattern=rf"{{between}}{{unit_pair}}?(?P<first>{_TIME}){{and}}(?P<last>{_TIME})",
        anchors="between",
        read=_read_range,
    ),
    Rule(
        pattern=rf"{{from}}{{the}}?(?P<first>{_TIME}){_TO}{{the}}?(?P<last>{_TIME})",
        anchors="from",
        read=_read_range,
    ),
    Rule(
        pattern="(?P<first>[dmpw])(?:[-_]|{to}|{until}|{through})(?P<last>[dmpw])",
        anchors="d m p w",
        read=_read_range,
    ),
    Rule(
        pattern="(?:{unit_pair=month}(?P<first>[pm]){and}(?P<last>[pm]))",
        anchors="unit_pair=month",
        read=_read_range,
    ),
    Rule(pattern="(?P<first>p){and}(?P<last>m)", anchors="p", read=_read_range),
    Rule(pattern="(?P<first>[yq])[-_/](?P<last>[yq])", anchors="q y", read=_read_years),
)
"""Rules for limits and ranges."""

CUE_RULES = (
    Rule(
        pattern="(?<={in}|{within}|{along}|{of@en}|{dated})(?P<date>p)",
        anchors="p",
        read=_read_cued,
    ),
    Rule(pattern="(?<={in}|{within}|{along})(?P<date>q)", anchors="q", read=_read_cued),
)
"""Rules that let a month or year stand alone after a word that asks for a time."""

"""Rules for dates that name their day, month, year, season or decade."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from geo.models import DatePrecision
from geo.text.date_words import Anchor, Shape, Told, Words, tell_period
from geo.text.grammar import Rule
from geo.text.hijri import hijri_month, hijri_to_day, hijri_year_of
from geo.text.lexemes import Lexeme
from geo.text.periods import ClosedPeriod, Period, day_period, latest, month_of, season_of, years_of
from geo.text.tokens import ASSUMED_DATE, HIJRI_DATE, YEAR

DAY = "(?:{the}?D{th}?|{the}?{ordinal}(?:{ten}|{and}{tens})?|{tens}-?{ordinal})"
"""A day of a month in digits or as an ordinal: ``12``, ``the 3rd``, ``الثالث والعشرين``."""

_ANY_MONTH = "(?:{month}|{weak_month}|{hijri_month})"
_MONTH = rf"(?P<month>{_ANY_MONTH})(?:[/(_-]?(?P<again>{_ANY_MONTH})\)?)?"
_OF = "(?:{of}|{in}|{clitic_to}|{the}){{0,3}}"
_TAIL = (
    rf"(?:[,\-/.]?{_OF}{{unit=year}}?(?P<year>[YH])(?:{{era}}|(?P<era>{{era_hijri}}))?"
    r"|,?(?:{of}|{clitic_to})?{unit=year}(?P<rel1>{past}|{this}|{next}|{same})"
    r"|,?{of}?{the}?(?P<rel2>{past}|{this}|{next}|{same_before}){unit=year}"
    r"|(?P<rel3>{past}|{this}|{next}))"
)
_RELATIONS = ("past", "this", "next", "same", "same_before")
_WHEN = {"past": -1, "this": 0, "next": 1}


class _Year(NamedTuple):
    """The year as told: its number, or how it lies to now, or how its date lies to now."""

    number: int | None = None
    hijri: bool = False
    shift: int | None = None
    same: bool = False
    when: str = ""


class _Month(NamedTuple):
    """A month of one of the two calendars, and perhaps a day in it (-1 is the last)."""

    number: int
    hijri: bool
    day: int | None = None
    needs_capital: bool = False

    def in_year(self, year: int) -> ClosedPeriod:
        """Return the month or day in a year of its calendar.

        Raises `ValueError` for a day the month lacks.
        """
        month = hijri_month(year, self.number) if self.hijri else month_of(year, self.number)
        if self.day is None:
            return month
        if self.day == -1:
            return day_period(month[1])
        if self.day > (month[1] - month[0]).days + 1:
            raise ValueError(f"month {self.number} of {year} has no day {self.day}")
        first = hijri_to_day(year, self.number, self.day) if self.hijri else month[0]
        return day_period(first if self.hijri else first.replace(day=self.day))


def _read_numeric(words: Words) -> Told | None:
    value = words.match.string[words.match.start("date")]
    (day,) = words.of("date")
    if not isinstance(day, date):
        return None
    told = tell_period(Shape.DAY, "numeric", DatePrecision.DAY, day_period(day))
    if value == HIJRI_DATE:
        return told.flagged("hijri-approximate")
    return told.flagged("order-assumed") if value == ASSUMED_DATE else told


def _read_short(words: Words) -> Told | None:
    """Read day and month in digits: only after a word that asks for a date."""
    (value,) = words.of("date")
    if not isinstance(value, int):
        return None
    day, month = divmod(value, 100)
    return tell_date(_Month(number=month, hijri=False, day=day), _Year()) if month <= 12 else None


def _read_day_month(words: Words) -> Told | None:
    month = _read_month(words)
    if not month:
        return None
    return tell_date(month._replace(day=read_day(words, "day")), _read_year(words))


def _read_whole_month(words: Words) -> Told | None:
    month, year = _read_month(words), _read_year(words)
    if month:
        return tell_date(month, year)
    first, last = _name_month(words, "month"), _name_month(words, "again")
    return join_dates(tell_date(first, year), tell_date(last, year), "months")


def _read_month_alone(words: Words) -> Told | None:
    told = _read_whole_month(words)
    return told._replace(shape=Shape.MONTH_ALONE) if told else None


def _read_day_of_month(words: Words) -> Told | None:
    """Read a day of this, last or next month: ``12 من الشهر الجاري``."""
    day = read_day(words, "day")
    if day is None:
        return None
    shift = _WHEN[relation_of(words, "rel1", "rel2") or "this"]

    def resolve(seen: date) -> ClosedPeriod:
        year, month = divmod(seen.year * 12 + seen.month - 1 + shift, 12)
        return _Month(number=month + 1, hijri=False, day=day).in_year(year)

    return Told(shape=Shape.DAY, rule="day-of-month", precision=DatePrecision.DAY, resolve=resolve)


def _read_day_range(words: Words) -> Told | None:
    """Read ``من 5 إلى 7 آذار`` and ``March 5-7``."""
    month, year = _read_month(words), _read_year(words)
    first, last = read_day(words, "day"), read_day(words, "day2")
    if not month or first is None or last is None or first >= last:
        return None
    return join_dates(
        tell_date(month._replace(day=first), year),
        tell_date(month._replace(day=last), year),
        "day-range",
    )


def _read_year_alone(words: Words) -> Told | None:
    told = _read_whole_year(words)
    return told._replace(shape=Shape.YEAR_ALONE) if told else None


def _read_year_before_noun(words: Words) -> Told | None:
    """Read ``In 2014 militants``: after a word of time a year, unless it is a round number."""
    (number,) = words.of("year")
    return _read_year_alone(words) if isinstance(number, int) and number % 100 else None


def _read_year_of_noun(words: Words) -> Told | None:
    """Read ``the 2003 invasion``: a year, unless it is a round number."""
    told = _read_year_before_noun(words)
    return told._replace(shape=Shape.YEAR) if told else None


def _read_short_years(words: Words) -> Told | None:
    """Read ``2014-17``."""
    (first,), (short,) = words.of("first"), words.of("short")
    if not isinstance(first, int) or not isinstance(short, int) or short <= first % 100:
        return None
    period = years_of(first, first - first % 100 + short)
    return tell_period(Shape.RANGE, "years", DatePrecision.RANGE, period)


def _read_whole_year(words: Words) -> Told | None:
    year = _read_year(words)
    if year.number is None:
        return None
    if year.hijri:
        start, end = hijri_month(year.number, 1)[0], hijri_month(year.number, 12)[1]
        told = tell_period(Shape.YEAR, "year", DatePrecision.YEAR, (start, end))
        return told.flagged("hijri-approximate")
    if words.match.string[words.match.start("year")] != YEAR:
        return None
    return _tell_year(year.number)


def _read_early_year(words: Words) -> Told | None:
    """Read ``عام 1258`` and ``since 1871``: a year before those that need no word beside them."""
    (number,) = words.of("year")
    if not isinstance(number, int) or number not in EARLY_YEARS:
        return None
    return _tell_year(number)


def _read_early_year_before_noun(words: Words) -> Told | None:
    """Read ``In 1258 horsemen``: an early year, unless it is a round number or told in Arabic."""
    before = words.values[words.match.start("year") - 1]
    is_latin = isinstance(before, Lexeme) and before.cased
    (number,) = words.of("year")
    return (
        _read_early_year(words) if is_latin and isinstance(number, int) and number % 100 else None
    )


def _tell_year(number: int) -> Told:
    return tell_period(Shape.YEAR, "year", DatePrecision.YEAR, years_of(number, number))


def _read_years(words: Words) -> Told | None:
    """Read years told together: ``عامي 2014 و2015``."""
    years = [value for value in words.of("years") if isinstance(value, int)]
    if sorted(years) != years or len(years) < 2:
        return None
    period = years_of(years[0], years[-1])
    return tell_period(Shape.RANGE, "years", DatePrecision.RANGE, period)


def _read_decade(words: Words) -> Told | None:
    first = words.word("decade", "decade", "weak_decade")
    year = int(first) if first else words.of("decade")[0]
    if not isinstance(year, int) or year % 10:
        return None
    return tell_period(Shape.RANGE, "decade", DatePrecision.RANGE, years_of(year, year + 9))


def _read_season(words: Words) -> Told | None:
    first_month = int(words.word("season", "season"))
    year = _read_year(words)

    def build(number: int) -> ClosedPeriod:
        return season_of(number, first_month)

    return _tell(build, year, _Calendar(Shape.RANGE, "season", DatePrecision.RANGE))


def _read_quarter(words: Words) -> Told | None:
    number = int(words.word("quarter", "quarter"))
    year = _read_year(words)

    def build(of: int) -> ClosedPeriod:
        return month_of(of, number * 3 - 2)[0], month_of(of, number * 3)[1]

    return _tell(build, year, _Calendar(Shape.RANGE, "quarter", DatePrecision.RANGE))


def read_day(words: Words, group: str) -> int | None:
    """Return the day of the month a group tells, None where it tells none."""
    day = 0
    for value in words.of(group):
        if isinstance(value, int):
            day += value
        elif isinstance(value, Lexeme):
            for role in ("ordinal", "ten", "tens"):
                if role in value.values:
                    day += int(value.values[role])
                    break
    return day if 1 <= day <= 31 or day == -1 else None


def join_dates(first: Told | None, last: Told | None, rule: str) -> Told | None:
    """Return the range from one time to another; the first takes the year of the last.

    None where the first does not lie before the last.
    """
    if not first or not last:
        return None

    def resolve(seen: date) -> Period:
        return _span(first, last, seen)

    precision, rule = DatePrecision.RANGE, f"{rule} {last.rule}"
    if last.anchor is not Anchor.FIXED or not (first.in_year or first.anchor is Anchor.FIXED):
        return Told(shape=Shape.RANGE, rule=rule, precision=precision, resolve=resolve)
    try:
        return tell_period(Shape.RANGE, rule, precision, resolve(date.min))
    except ValueError:
        return None


def _span(first: Told, last: Told, seen: date) -> Period:
    """Return the days from the first time to the last.

    Raises `ValueError` where the last ends before the first begins.
    """
    end = last.resolve(seen)
    if first.in_year and end[0]:
        start = first.in_year(end[0].year).resolve(seen)
        if start[0] and start[0] > end[0]:
            start = first.in_year(end[0].year - 1).resolve(seen)
    else:
        start = first.resolve(seen)
    if start[0] and end[1] and start[0] > end[1]:
        raise ValueError(f"{first.rule} to {last.rule} ends before it begins")
    return start[0], end[1]


class _Calendar(NamedTuple):
    """What a time of the calendar is called."""

    shape: Shape
    rule: str
    precision: DatePrecision
    hijri: bool = False
    needs_capital: bool = False


def tell_date(month: _Month, year: _Year) -> Told | None:
    """Return a month or a day of it, in the year told or the one nearest before the anchor."""
    if month.day is None:
        form = _Calendar(Shape.MONTH, "month", DatePrecision.MONTH, month.hijri)
    else:
        form = _Calendar(Shape.DAY, "day", DatePrecision.DAY, month.hijri)
    if year.hijri is not month.hijri and year.number is not None:
        if not month.hijri:
            return None
        year = year._replace(number=_hijri_year_in(month, year.number), hijri=True)
    if month.needs_capital and year.number is None:
        form = form._replace(needs_capital=True)
    return _tell(month.in_year, year, form)


def _hijri_year_in(month: _Month, year: int) -> int:
    """Return the Hijri year whose month begins in a Gregorian year (``رمضان 2019``)."""
    number = hijri_year_of(date(year, 12, 31))
    return number if hijri_month(number, month.number)[0].year == year else number - 1


def _tell(build: Callable[[int], ClosedPeriod], year: _Year, form: _Calendar) -> Told | None:
    """Return the time that `build` makes of a year: given, relative, or the nearest past."""
    told: Told | None
    if year.number is not None:
        told = _tell_given(build, year.number, form)
    elif year.shift is not None or year.same:
        told = _tell_relative(build, year, form)
    else:
        told = _tell_nearest(build, year.when, form)
    if told and form.hijri:
        told = told.flagged("hijri-approximate")
    return told._replace(needs_capital=True) if told and form.needs_capital else told


def _tell_given(build: Callable[[int], ClosedPeriod], year: int, form: _Calendar) -> Told | None:
    try:
        return tell_period(form.shape, form.rule, form.precision, build(year))
    except (ValueError, OverflowError):
        return None


def _tell_relative(build: Callable[[int], ClosedPeriod], year: _Year, form: _Calendar) -> Told:
    shift = year.shift or 0
    return Told(
        shape=form.shape,
        rule=f"{form.rule}+same-year" if year.same else f"{form.rule}+relative-year",
        precision=form.precision,
        resolve=lambda seen: build(_year_of(seen, form) + shift),
        anchor=Anchor.PREVIOUS if year.same else Anchor.PUBLICATION,
    )


def _tell_nearest(build: Callable[[int], ClosedPeriod], when: str, form: _Calendar) -> Told:
    def resolve(seen: date) -> ClosedPeriod:
        year = _year_of(seen, form)
        return build(year) if when == "this" else latest(seen, build, year, when)

    rule = f"{form.rule}+{when or 'nearest-past'}"
    return Told(
        shape=form.shape,
        rule=f"{rule}+future" if when == "next" else rule,
        precision=form.precision,
        resolve=resolve,
        in_year=None if when else lambda year: _in_year(build, year, form),
    )


def _in_year(build: Callable[[int], ClosedPeriod], year: int, form: _Calendar) -> Told:
    """Return the time in a year; what the year lacks has no period."""
    return _tell_given(build, year, form) or tell_period(
        form.shape, form.rule, form.precision, (None, None)
    )


def _year_of(day: date, form: _Calendar) -> int:
    return hijri_year_of(day) if form.hijri else day.year


def _read_month(words: Words) -> _Month | None:
    """Return the month told, None where two names of it disagree."""
    names = [_name_month(words, group) for group in ("month", "again") if words.has(group)]
    if any((name.number, name.hijri) != (names[0].number, names[0].hijri) for name in names):
        return None
    return names[0]


def _name_month(words: Words, group: str) -> _Month:
    for role in ("month", "weak_month", "hijri_month"):
        number = words.word(group, role)
        if number:
            weak = role == "weak_month" and _is_cased(words, group)
            return _Month(number=int(number), hijri=role == "hijri_month", needs_capital=weak)
    raise AssertionError(f"group '{group}' of a month rule matched no month")


def _is_cased(words: Words, group: str) -> bool:
    return any(isinstance(v, Lexeme) and v.cased for v in words.of(group))


def _read_year(words: Words) -> _Year:
    if words.has("year"):
        (number,) = words.of("year")
        hijri = words.has("era") or words.match["year"] == "H"
        return _Year(number=number if isinstance(number, int) else None, hijri=hijri)
    relation = relation_of(words, "rel1", "rel2", "rel3")
    if not relation:
        return _Year()
    if relation in {"same", "same_before"}:
        return _Year(same=True)
    return _Year(when=relation) if words.has("rel3") else _Year(shift=_WHEN[relation])


def relation_of(words: Words, *groups: str) -> str:
    """Return how the words of a group place a time: past, this, next or same."""
    group = words.first_of(*groups)
    if group:
        for value in words.of(group):
            if isinstance(value, Lexeme):
                return next((r for r in _RELATIONS if r in value.values), "")
    return ""


_MONTHS = "month weak_month hijri_month"
_TO = "(?:[-_]|{to}|{and}|{until}|{through})"
_ENGLISH_MONTH = r"(?P<month>{month@en}|{weak_month@en})\.?"
_NO_COUNT = "(?!{decade_s}|[,%$._-]?{noun}|(?:x-?)+{noun}|{scale}|{hundred}|{percent}|%)"
_NOTHING_COUNTED = "(?!{noun}|{noun_one}|{scale}|{hundred}|{percent}|[%,.$-]?[DYHIB]|[%-])"
EARLY_YEARS = range(1000, 1900)
"""Years that a word for *year*, or a preposition of time, must stand before."""

RULES = (
    Rule(pattern="(?P<date>[NMK])(?:{era}|{era_hijri})?", anchors="N M K", read=_read_numeric),
    Rule(pattern="(?:{unit=day}|(?<={dated}))(?P<date>F)", anchors="F", read=_read_short),
    Rule(
        pattern=rf"(?<!{{unit=week}})(?<!{{slice}}){{unit=day}}?(?P<day>{DAY})[-/]?{{of}}?{{unit=month}}?{_MONTH}(?:{_TAIL})?",
        anchors=_MONTHS,
        read=_read_day_month,
    ),
    Rule(
        pattern=rf"{_ENGLISH_MONTH}(?P<day>{{the}}?D{{th}}?){_NO_COUNT}(?:{_TAIL})?",
        anchors=_MONTHS,
        read=_read_day_month,
    ),
    Rule(pattern=rf"{{unit=month}}?{_MONTH}{_TAIL}", anchors=_MONTHS, read=_read_whole_month),
    Rule(pattern=rf"{{unit=month}}{{of}}?{_MONTH}", anchors=_MONTHS, read=_read_whole_month),
    Rule(
        pattern="(?P<rel3>{past}|{this}|{next})(?P<month>{month@en}|{weak_month@en})",
        anchors=_MONTHS,
        read=_read_whole_month,
    ),
    Rule(
        pattern=r"(?P<month>{month}|{weak_month})(?:[/(](?P<again>{month}|{weak_month})\)?)?",
        anchors=_MONTHS,
        read=_read_month_alone,
    ),
    Rule(pattern=rf"(?P<day>{DAY}){{current}}", anchors="current", read=_read_day_of_month),
    Rule(
        pattern=rf"(?P<day>{DAY}){{of}}{{the}}?(?P<rel1>{{past}}|{{this}}|{{next}})?{{unit=month}}"
        r"(?P<rel2>{past}|{this}|{next})?",
        anchors="unit=month",
        read=_read_day_of_month,
    ),
    Rule(
        pattern=rf"(?:{{from}}|{{between}})?{{unit_pair=day}}?(?P<day>{DAY}){_TO}(?P<day2>{DAY})"
        rf"{{of}}?{{unit=month}}?{_MONTH}(?:{_TAIL})?",
        anchors=_MONTHS,
        read=_read_day_range,
    ),
    Rule(
        pattern=rf"(?:{{from}}|{{between}})?{_ENGLISH_MONTH}(?P<day>{{the}}?D{{th}}?){_TO}"
        rf"(?P<day2>{{the}}?D{{th}}?){_NO_COUNT}(?:{_TAIL})?",
        anchors=_MONTHS,
        read=_read_day_range,
    ),
    Rule(
        pattern="{unit=year}(?P<year>[YH])(?:{era}|(?P<era>{era_hijri}))?",
        anchors="Y H",
        read=_read_whole_year,
    ),
    Rule(
        pattern="(?P<year>[YH])(?:{era}|(?P<era>{era_hijri}))",
        anchors="Y H",
        read=_read_whole_year,
    ),
    Rule(
        pattern=f"(?:{{unit=year}}|(?<={{since}})|(?<={{until}}))(?P<year>[IH]){_NOTHING_COUNTED}",
        anchors="I H",
        read=_read_early_year,
    ),
    Rule(
        pattern="(?<={in}|{since}|{until}|{within}|{before}|{prior}|{after}|{by}|{from})"
        f"(?P<year>[IH]){_NOTHING_COUNTED}",
        anchors="I H",
        read=_read_early_year_before_noun,
    ),
    Rule(
        pattern="(?P<first>Y)[-/](?P<short>D)(?!{noun}|[-/])", anchors="Y", read=_read_short_years
    ),
    Rule(
        pattern="(?<={the@en})(?P<year>Y)(?=x|{noun}|{noun_one})",
        anchors="Y",
        read=_read_year_of_noun,
    ),
    Rule(pattern=f"(?P<year>Y){_NO_COUNT}", anchors="Y", read=_read_year_alone),
    Rule(
        pattern="(?<={in}|-|{since}|{until}|{within})(?P<year>Y)(?!{scale}|{percent}|[%-])",
        anchors="Y",
        read=_read_year_before_noun,
    ),
    Rule(
        pattern="{between}?(?:{unit_pair=year}|{units=year})(?P<years>Y(?:(?:{and}|,|-|{to})+Y)+)",
        anchors="Y",
        read=_read_years,
    ),
    Rule(
        pattern="{the}?(?P<decade>Y){decade_s}",
        anchors="decade_s",
        read=_read_decade,
    ),
    Rule(
        pattern="(?P<decade>{decade})(?:{unit=century}{past})?",
        anchors="decade",
        read=_read_decade,
    ),
    Rule(pattern="{the}(?P<decade>{weak_decade})", anchors="weak_decade", read=_read_decade),
    Rule(pattern=rf"{{the}}?(?P<season>{{season}}){_TAIL}", anchors="season", read=_read_season),
    Rule(
        pattern="(?P<rel3>{past}|{this}|{next})(?P<season>{season@en})",
        anchors="season",
        read=_read_season,
    ),
    Rule(pattern=rf"(?P<quarter>{{quarter}})(?:{_TAIL})?", anchors="quarter", read=_read_quarter),
)
"""Rules for dates of the calendar; where two match as much, the one that stands first is read."""

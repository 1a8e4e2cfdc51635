"""When a fact happened: the date its words tell, or what their tense leaves open."""

from datetime import date, timedelta

from geo.facts.draft import Draft
from geo.facts.signals import SignalKind
from geo.models import DateInterval, DatePrecision, Publication

HISTORY_DAYS = 400
"""What happened this long before an article appeared is its background, not its news."""

MAX_EVENT_DISTANCE = 320
"""A date farther from a trigger than this, clauses counted, is another thing's."""

MAX_STATE_DISTANCE = 190
"""The same for what lasts: a state is seldom dated from afar."""

RELATIVE_PENALTY = 150
"""A date in a relative clause behind a trigger mostly tells of something else."""

_OPEN = frozenset({DatePrecision.ONGOING, DatePrecision.RECENT})


def find_date(draft: Draft) -> DateInterval:
    """Return the date told nearest to the trigger, else one pointed back to, else the tense."""
    reach = MAX_STATE_DISTANCE if draft.is_lasting else MAX_EVENT_DISTANCE
    told = [(_distance(draft, d), d.start_char or 0, d) for d in draft.reading.dates]
    near = [item for item in told if item[0] <= reach]
    if near:
        return min(near, key=lambda item: item[:2])[2]
    if not draft.is_lasting and (day := draft.memory.day_in(draft.reading.sentence.paragraph)):
        return day
    if "same_events" in draft.reading.concepts and draft.memory.when:
        return draft.memory.when
    _, last = draft.reading.article.published.bounds() or (None, None)
    precision = DatePrecision.ONGOING if draft.is_lasting else DatePrecision.RECENT
    return DateInterval(end=last, precision=precision, rule="no-date-told")


def _distance(draft: Draft, told: DateInterval) -> int:
    trigger, start = draft.trigger, told.start_char or 0
    relative = any(
        signal.row.key == "relative"
        for signal in draft.reading.signals.within(SignalKind.CONCEPT, trigger.end, start)
    )
    return draft.reading.distance(trigger.start, start) + RELATIVE_PENALTY * relative


def count_days(when: DateInterval) -> int:
    """Return how many days a closed interval that words tell covers, 0 when it is not one."""
    if not when.start or not when.end or when.start_char is None:
        return 0
    return (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days


def is_history(when: DateInterval, published: Publication) -> bool:
    """Return whether a dated thing lies so far back that it is the article's background."""
    bounds, last = published.bounds(), when.end or when.start
    if not bounds or not last or when.precision in _OPEN:
        return False
    return date.fromisoformat(last) < date.fromisoformat(bounds[0]) - timedelta(days=HISTORY_DAYS)

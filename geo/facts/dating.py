"""When a fact happened: the date its words tell, or what their tense leaves open."""

from geo.facts.draft import Draft
from geo.facts.signals import SignalKind
from geo.models import DateInterval, DatePrecision

MAX_EVENT_DISTANCE = 320
"""A date farther from a trigger than this, clauses counted, is another thing's."""

MAX_STATE_DISTANCE = 190
"""The same for what lasts: a state is seldom dated from afar."""

RELATIVE_PENALTY = 150
"""A date in a relative clause behind a trigger mostly tells of something else."""


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

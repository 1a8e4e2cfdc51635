"""Toponym recognition: which words of a text name a place, as a scored model."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer
from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.features import (
    chain_before,
    describe_cues,
    describe_name,
    describe_unknown,
    longest_after,
)
from geo.geoparse.lists import Member, find_lists, shared_heads
from geo.geoparse.model import Features, Judgement, load_model, to_probability
from geo.geoparse.names import Name, choose_names
from geo.geoparse.passage import Passage
from geo.geoparse.titles import find_quotation
from geo.geoparse.unknown import find_unknown_names
from geo.models import Discarded, LocationPrecision, Place

THRESHOLD = 0.65
"""Below this belief a name is put out for review, not on the map."""


SURE = 0.85
"""From this belief on a name speaks for others, whose places lie near."""

HOPELESS = 0.1
CELL_DEGREES = 0.5
"""Names lie near each other in the same cell of this width, or in two that touch."""

_TOO_WIDE = frozenset(
    {LocationPrecision.COUNTRY, LocationPrecision.NONE, LocationPrecision.BORDER}
    | {LocationPrecision.LINE, LocationPrecision.REGION}
)


_NAMING = frozenset(
    {CueKind.ORGANISATION, CueKind.INSTITUTION, CueKind.NEWSPAPER, CueKind.TEAM, CueKind.STREET}
    | {CueKind.WORK, CueKind.THING, CueKind.TITLE, CueKind.GIVEN_NAME, CueKind.KUNYA}
    | {CueKind.TRIBE}
)
_PARTING = frozenset({"in", "to"})
"""Prefixes that part a name from the word before: ``حفل خيري بمالمو`` names nobody Khairi Malmo."""

_NAMED_AFTER = frozenset(f"{kind}{side}" for kind in _NAMING for side in ("", "_after", "_in_name"))
"""Features of what bears a place's name; that the place is near says nothing then."""


class Toponym(NamedTuple):
    """A name that may be a place, in offsets of the folded text.

    `places` are the gazetteer's candidates, `entries` their numbers in it, empty for a name no
    source knows (kept because a place word stands before it). `before` are the cues that lead
    to the name, nearest first; `heads` those that a list shares; `listed_with` is where the
    list's first member starts, None outside a list. `whole` is the road the name is a part of,
    `marked` the name as spelled where it bears vowel marks.
    """

    start: int
    end: int
    word_start: int
    name: str
    clitic: str
    places: tuple[Place, ...]
    entries: tuple[int, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    features: Features
    score: float
    reason: str = ""
    heads: tuple[Cue, ...] = ()
    listed_with: int | None = None
    whole: Place | None = None
    marked: str = ""


class Recognition(NamedTuple):
    """The toponyms of a text in order, and what was left out with the reason."""

    toponyms: list[Toponym]
    discarded: list[Discarded]


_Cell = tuple[int, int]


class _Draft(NamedTuple):
    """A name on its way to a toponym: its candidates, its cues and what they tell."""

    name: Name
    places: tuple[Place, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    features: Features


class _Lists(NamedTuple):
    """Which names stand in one list: by number its first name's number, and the shared cues."""

    first: dict[int, int]
    heads: dict[int, tuple[Cue, ...]]


def recognise_toponyms(passage: Passage) -> Recognition:
    """Recognise every name of the gazetteer in a text, and unknown names after a place word.

    Returns
    -------
    Recognition
        toponyms with a calibrated score, those below `THRESHOLD` too; offsets of `discarded`
        are of the folded text.
    """
    names, discarded = choose_names(passage)
    ends = (0, *(name.end for name in names))
    drafts = [_draft(name, end, passage) for name, end in zip(names, ends, strict=False)]
    unknown = list(_draft_unknown(names, passage))
    if unknown:
        drafts = sorted([*_outside(drafts, unknown), *unknown], key=_by_start)
    lists = _link_lists(drafts, passage)
    judge = load_model("recognition").judge
    judgements = [judge(draft.features) for draft in drafts]
    supported = list(_support(drafts, lists, judgements, gazetteer=passage.gazetteer))
    toponyms = [
        _toponym(number, draft, lists, supported[number], drafts, passage)
        for number, draft in enumerate(drafts)
    ]
    return Recognition(toponyms, discarded)


def _outside(drafts: Sequence[_Draft], unknown: Sequence[_Draft]) -> Iterator[_Draft]:
    """Yield the known names that are no end of an unknown one."""
    ends = {draft.name.end for draft in unknown}
    yield from (draft for draft in drafts if draft.name.end not in ends)


def _by_start(draft: _Draft) -> int:
    return draft.name.start


def _draft(name: Name, free_from: int, passage: Passage) -> _Draft:
    """Describe a name; the words of the name before it, up to `free_from`, are no cues."""
    leading = list(chain_before(passage.cues, name.word_start))
    if leading and leading[-1].start < free_from:
        leading = [cue for cue in leading if cue.start >= free_from]
    if name.clitic in _PARTING:
        leading = [cue for cue in leading if cue.row.kind not in _NAMING]
    before = (*name.own_words, *leading)
    after = tuple(longest_after(passage.cues, name.end))
    features = describe_name(name, before, after, passage)
    places = passage.gazetteer.places
    return _Draft(name, tuple([places[entry] for entry in name.entries]), before, after, features)


def _draft_unknown(names: Sequence[Name], passage: Passage) -> Iterator[_Draft]:
    if not passage.cues.leading:
        return
    cues = passage.cues
    taken = {position for n in names for position in (n.word_start, *range(n.start, n.end))}
    for start, end, cue in find_unknown_names(passage, taken):
        if cue.start < start:
            before = (cue, *chain_before(cues, cue.word_start))
            after = tuple(longest_after(cues, end))
        else:
            before, after = tuple(chain_before(cues, start)), (cue,)
        features = {
            **describe_cues(before, after, ()),
            **describe_unknown(cue, start, end, passage),
        }
        name = Name(start, end, start, "", passage.folded.words[start:end], ())
        quotation = find_quotation(name, passage)
        if quotation:
            features[quotation] = 1.0
        yield _Draft(name, (), before, after, features)


def _link_lists(drafts: Sequence[_Draft], passage: Passage) -> _Lists:
    """Let the names of a list share the words that hold for all of it."""
    lists = _Lists({}, {})
    members = [Member(d.name, d.before, d.after, d.places) for d in drafts]
    for run in find_lists(members, passage):
        heads = shared_heads(members[run.start : run.stop])
        for number in run:
            features = drafts[number].features
            features.pop("plural_after", None)
            for feature, value in describe_cues(heads, (), drafts[number].places).items():
                features.setdefault(feature, value)
            lists.first[number] = run.start
            if number != run.start:
                lists.heads[number] = heads
    return lists


def _support(
    drafts: Sequence[_Draft],
    lists: _Lists,
    judgements: Sequence[Judgement],
    *,
    gazetteer: Gazetteer,
) -> Iterator[tuple[Features, float, str]]:
    """Let sure names speak for the others of their list, and for their own other mentions.

    Both are features whose value is the belief in the name that speaks. Yields the features,
    the belief and the reason of each name.
    """
    scores = [to_probability(judgement.weight) for judgement in judgements]
    surest = _surest_mentions(drafts, scores)
    sure = _map_sure(drafts, scores, gazetteer=gazetteer)
    judge = load_model("recognition").judge
    for number, draft in enumerate(drafts):
        features = draft.features
        first, second = surest[draft.name.key]
        told = second is not None and bool(draft.places)
        if told:
            other = second if number == first else first
            features["certain_elsewhere"] = round(scores[other or 0], 1)
        is_doubtful = HOPELESS < scores[number] < SURE and features.keys().isdisjoint(_NAMED_AFTER)
        if is_doubtful and _is_near_sure(draft, sure, gazetteer=gazetteer):
            features["near_sure"] = 1.0
            told = True
        if number in lists.first:
            features["list"] = round(max(_list_neighbours(lists, number, scores)), 1)
            told = True
        judgement = judge(features) if told else judgements[number]
        yield features, to_probability(judgement.weight), judgement.reason


def _map_sure(
    drafts: Sequence[_Draft], scores: Sequence[float], *, gazetteer: Gazetteer
) -> dict[_Cell, set[str]]:
    """Return the cells where the names lie that are surely places, narrower than countries."""
    sure: dict[_Cell, set[str]] = defaultdict(set)
    if not any(HOPELESS < score < SURE for score in scores):
        return sure
    surely = {d.name.key: d for d, score in zip(drafts, scores, strict=True) if score >= SURE}
    for key, draft in surely.items():
        for cell in _cells_of(gazetteer, draft.name.entries):
            sure[cell].add(key)
    return sure


@lru_cache(maxsize=65536)
def _cells_of(gazetteer: Gazetteer, entries: tuple[int, ...]) -> frozenset[_Cell]:
    """Return the cells of the places of a name that are narrower than regions."""
    places = (gazetteer.places[entry] for entry in entries)
    return frozenset(
        (int(place.lat // CELL_DEGREES), int(place.lon // CELL_DEGREES))
        for place in places
        if place.precision not in _TOO_WIDE
    )


def _is_near_sure(draft: _Draft, sure: Mapping[_Cell, set[str]], *, gazetteer: Gazetteer) -> bool:
    """Return whether a place of a name lies near one that another name surely means."""
    own = {draft.name.key}
    for row, column in _cells_of(gazetteer, draft.name.entries):
        for cell in product((row - 1, row, row + 1), (column - 1, column, column + 1)):
            if cell in sure and not sure[cell] <= own:
                return True
    return False


def _surest_mentions(
    drafts: Sequence[_Draft], scores: Sequence[float]
) -> dict[str, tuple[int, int | None]]:
    """Return the numbers of the two mentions of each name that are believed most."""
    surest: dict[str, tuple[int, int | None]] = {}
    for number, draft in enumerate(drafts):
        key = draft.name.key
        if key not in surest:
            surest[key] = (number, None)
            continue
        first, second = surest[key]
        if scores[number] > scores[first]:
            surest[key] = (number, first)
        elif second is None or scores[number] > scores[second]:
            surest[key] = (first, number)
    return surest


def _list_neighbours(lists: _Lists, number: int, scores: Sequence[float]) -> Iterator[float]:
    """Yield the scores of the names before and after one in its list."""
    for other in (number - 1, number + 1):
        if lists.first.get(other) == lists.first[number]:
            yield scores[other]


def _toponym(
    number: int,
    draft: _Draft,
    lists: _Lists,
    supported: tuple[Features, float, str],
    drafts: Sequence[_Draft],
    passage: Passage,
) -> Toponym:
    name = draft.name
    marked = _spell_marked(draft, passage)
    listed = lists.first.get(number)
    listed_with = None if listed is None else drafts[listed].name.start
    return Toponym(
        name.start, name.end, name.word_start, name.key, name.clitic,
        draft.places, name.entries, draft.before, draft.after, *supported,
        lists.heads.get(number, ()), listed_with, name.whole, marked,
    )  # fmt: skip


def _spell_marked(draft: _Draft, passage: Passage) -> str:
    """Return a name as spelled when it bears marks that may tell its places apart, else nothing."""
    if len(draft.places) < 2 or len(passage.source) == len(passage.folded.text):
        return ""
    surface = passage.surface(draft.name.start, draft.name.end)
    return surface if len(surface) > draft.name.end - draft.name.start else ""

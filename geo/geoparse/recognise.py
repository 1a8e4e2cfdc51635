"""Toponym recognition: which words of a text name a place, as a scored model."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.geoparse.cues import Cue
from geo.geoparse.features import (
    chain_before,
    describe_cues,
    describe_name,
    describe_unknown,
)
from geo.geoparse.lists import Member, find_lists, shared_heads
from geo.geoparse.model import Features, load_model
from geo.geoparse.names import Name, choose_names
from geo.geoparse.passage import Passage
from geo.geoparse.unknown import find_unknown_names
from geo.models import Discarded, Place
from geo.text.fold import Folded

THRESHOLD = 0.5
"""Below this belief a name is put out for review, not on the map."""


class Toponym(NamedTuple):
    """A name that may be a place, in offsets of the folded text.

    `places` are the gazetteer's candidates, `entries` their numbers in it, empty for a name no
    source knows (kept because a place word stands before it). `before` are the cues that lead
    to the name, nearest first; `heads` those that a list shares; `listed_with` is where the
    list's first member starts, None outside a list. `whole` is the road the name is a part of.
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
    heads: tuple[Cue, ...] = ()
    listed_with: int | None = None
    whole: Place | None = None


class Recognition(NamedTuple):
    """The toponyms of a text in order, and what was left out with the reason."""

    toponyms: list[Toponym]
    discarded: list[Discarded]


def recognise_toponyms(passage: Passage) -> Recognition:
    """Recognise every name of the gazetteer in a text, and unknown names after a place word.

    Returns
    -------
    Recognition
        toponyms with a calibrated score, those below `THRESHOLD` too; offsets of `discarded`
        are of the folded text.
    """
    names, discarded = choose_names(passage)
    toponyms = [_describe(name, passage) for name in names]
    toponyms += _unknown_toponyms(toponyms, passage)
    toponyms.sort(key=lambda toponym: toponym.start)
    score = load_model("recognition").score
    toponyms = [t._replace(score=score(t.features)) for t in _link_lists(toponyms, passage.folded)]
    return Recognition(_support(toponyms), discarded)


def _describe(name: Name, passage: Passage) -> Toponym:
    before = (*name.own_words, *chain_before(passage.cues, name.word_start))
    after = tuple(passage.cues.after(name.end))
    features = describe_name(name, before, after, passage)
    places = passage.gazetteer.places
    return Toponym(
        start=name.start, end=name.end, word_start=name.word_start, name=name.key,
        clitic=name.clitic, places=tuple([places[entry] for entry in name.entries]),
        entries=name.entries, before=before, after=after, features=features, score=0.0,
        whole=name.whole,
    )  # fmt: skip


def _unknown_toponyms(toponyms: Sequence[Toponym], passage: Passage) -> Iterator[Toponym]:
    cues = passage.cues
    taken = {position for t in toponyms for position in (t.word_start, *range(t.start, t.end))}
    for start, end, cue in find_unknown_names(passage, taken):
        before = (cue, *chain_before(cues, cue.word_start))
        after = tuple(cues.after(end))
        features = {
            **describe_cues(before, after, ()),
            **describe_unknown(cue, start, end, passage),
        }
        yield Toponym(
            start=start, end=end, word_start=start, name=passage.folded.words[start:end], clitic="",
            places=(), entries=(), before=before, after=after, features=features, score=0.0,
        )  # fmt: skip


def _link_lists(toponyms: list[Toponym], folded: Folded) -> list[Toponym]:
    """Let the names of a list share the words that hold for all of it."""
    linked = list(toponyms)
    members = [Member(t.start, t.end, t.word_start, t.clitic, t.before, t.after) for t in toponyms]
    for run in find_lists(members, folded):
        heads = shared_heads(members[run.start : run.stop])
        first = toponyms[run.start]
        for number in run:
            toponym = toponyms[number]
            told = describe_cues(heads, (), toponym.places)
            own = () if number == run.start else heads
            linked[number] = toponym._replace(
                features={**told, **toponym.features}, heads=own, listed_with=first.start
            )
    return linked


def _support(toponyms: list[Toponym]) -> list[Toponym]:
    """Let sure names speak for the others of their list, and for their own other mentions.

    Both are features whose value is the belief in the name that speaks.
    """
    surest = _surest_mentions(toponyms)
    score = load_model("recognition").score
    supported = []
    for number, toponym in enumerate(toponyms):
        told: Features = {}
        first, second = surest[toponym.name]
        if second is not None and toponym.places:
            other = second if toponym is first else first
            told["certain_elsewhere"] = round(other.score, 3)
        if toponym.listed_with is not None:
            told["list"] = round(max(_list_neighbours(toponyms, number)), 3)
        if told:
            told = {**toponym.features, **told}
            toponym = toponym._replace(features=told, score=score(told))  # noqa: PLW2901
        supported.append(toponym)
    return supported


def _surest_mentions(toponyms: list[Toponym]) -> dict[str, tuple[Toponym, Toponym | None]]:
    """Return the two mentions of each name that are believed most."""
    surest: dict[str, tuple[Toponym, Toponym | None]] = {}
    for toponym in toponyms:
        first, second = surest.get(toponym.name, (None, None))
        if first is None or toponym.score > first.score:
            surest[toponym.name] = (toponym, first)
        elif second is None or toponym.score > second.score:
            surest[toponym.name] = (first, toponym)
    return surest


def _list_neighbours(toponyms: Sequence[Toponym], number: int) -> Iterator[float]:
    """Yield the scores of the names before and after one in its list."""
    listed_with = toponyms[number].listed_with
    for other in (number - 1, number + 1):
        if 0 <= other < len(toponyms) and toponyms[other].listed_with == listed_with:
            yield toponyms[other].score

"""Toponym recognition: which words of a text name a place, as a scored model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.gazetteer.index import Gazetteer
from geo.geoparse.cues import Cue, CueKind, Cues
from geo.geoparse.model import Features, load_model, read_area_of_interest, to_probability
from geo.models import Discarded, LocationPrecision, Place
from geo.text.fold import Folded
from geo.text.phrases import Hit

THRESHOLD = 0.5
"""Below this belief a name is put out for review, not on the map."""

CERTAIN = 0.9
"""A name believed this much in one sentence is a cue for its other mentions."""

LARGE_POPULATION = 100_000
MAX_CHAIN = 4
MAX_UNKNOWN_WORDS = 2

_CHAINED = frozenset(
    {CueKind.PLACE_WORD, CueKind.RELATION, CueKind.PREPOSITION, CueKind.INSIDE}
    | {CueKind.BELONGS, CueKind.POSSESSED}
)
_SHARED = frozenset({CueKind.PLACE_WORD, CueKind.PREPOSITION, CueKind.INSIDE, CueKind.RELATION})
_COMMA = re.compile(r"\s*[,،]?\s*")
_FIRST_WORD = re.compile(r"\s*(\w+)")
_LAST_WORD = re.compile(r"(\w+)[ ]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A name that may be a place, in offsets of the folded text.

    `places` are the gazetteer's candidates, empty for a name no source knows (kept because a
    place word stands before it). `before` are the cues that lead to the name, nearest first;
    `heads` those that a list shares from its first member.
    """

    start: int
    end: int
    word_start: int
    name: str
    clitic: str
    places: tuple[Place, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    features: Features
    score: float
    heads: tuple[Cue, ...] = ()
    listed_with: int | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """The toponyms of a text in order, and what was left out with the reason."""

    toponyms: tuple[Toponym, ...]
    discarded: tuple[Discarded, ...]


def recognise_toponyms(
    folded: Folded, source: str, cues: Cues, *, gazetteer: Gazetteer
) -> Recognition:
    """Recognise every name of the gazetteer in a text, and unknown names after a place word.

    Returns
    -------
    Recognition
        toponyms with a calibrated score, those below `THRESHOLD` too; offsets of `discarded`
        are of the folded text.
    """
    hits, discarded = _choose_hits(gazetteer.find(folded), cues)
    toponyms = [
        _describe(hit, cues, source=source, folded=folded, gazetteer=gazetteer) for hit in hits
    ]
    toponyms = _link_lists(toponyms, folded)
    toponyms += _unknown_names(cues, toponyms, folded)
    toponyms.sort(key=lambda toponym: toponym.start)
    scored = [_score(toponym) for toponym in toponyms]
    return Recognition(tuple(_score_repeated(scored)), tuple(discarded))


def _choose_hits(hits: Sequence[Hit], cues: Cues) -> tuple[list[Hit], list[Discarded]]:
    """Keep the leftmost longest hits outside masked names (organisations, newspapers ...)."""
    chosen: list[Hit] = []
    discarded: list[Discarded] = []
    free_from = 0
    masks = sorted(cues.masks, key=lambda cue: cue.start)
    for hit in hits:
        if hit.start < free_from:
            continue
        mask = next((m for m in masks if m.start <= hit.start and hit.end <= m.end), None)
        if mask and mask.end - mask.start > hit.end - hit.start:
            reason = f"part of the name of a {mask.row.values[0]}"
            discarded.append(Discarded(reason=reason, start=hit.start, end=hit.end))
            free_from = mask.end
            continue
        chosen.append(hit)
        free_from = hit.end
    return chosen, discarded


def _describe(
    hit: Hit, cues: Cues, *, source: str, folded: Folded, gazetteer: Gazetteer
) -> Toponym:
    hit, own_words = _trim_place_words(hit, cues, folded)
    before = (*own_words, *_chain_before(cues, hit.word_start))
    after = tuple(cues.after(hit.end))
    features = dict(_profile(gazetteer, hit.entries))
    if hit.clitic:
        features[f"clitic_{hit.clitic}"] = 1.0
    places = tuple(gazetteer.places_of(hit))
    features.update({_feature_of(cue, places): 1.0 for cue in before})
    features.update({_feature_of(cue, places, after=True): 1.0 for cue in after})
    for cue in (*before, *after):
        if cue.clitic in ("in", "to"):
            features["preposition"] = 1.0
    if folded.text[hit.start].isascii():
        features.update(_case_features(hit, before, source=source, folded=folded))
    if hit.end - hit.start <= 3:
        features["short"] = 1.0
    if " " in folded.words[hit.start : hit.end]:
        features["multiword"] = 1.0
    return Toponym(
        start=hit.start, end=hit.end, word_start=hit.word_start, clitic=hit.clitic,
        name=folded.words[hit.start : hit.end], places=places, before=before, after=after,
        features=features, score=0.0,
    )  # fmt: skip


def _trim_place_words(hit: Hit, cues: Cues, folded: Folded) -> tuple[Hit, list[Cue]]:
    """Return the hit without the place words that stand outside a name, and those words.

    The gazetteer knows ``منفذ ربيعة`` and ``al-Hol camp``; the name is ``ربيعة``, ``al-Hol``.
    """
    trimmed: list[Cue] = []
    for cue in (*cues.starting_at(hit.word_start), *cues.starting_at(hit.start)):
        if _is_outside(cue, side="before") and cue.end < hit.end and not trimmed:
            trimmed.append(cue)
            hit = hit._replace(start=cue.end + 1)
    for cue in cues.ending_at(hit.end):
        if _is_outside(cue, side="after") and hit.start < cue.word_start and not trimmed:
            trimmed.append(cue)
            end = len(folded.words[: cue.word_start].rstrip())
            hit = hit._replace(end=end)
    return hit, trimmed


def _is_outside(cue: Cue, *, side: str) -> bool:
    return cue.row.kind is CueKind.PLACE_WORD and not cue.row.in_name and cue.row.side == side


def _chain_before(cues: Cues, position: int) -> Iterator[Cue]:
    """Yield the cues that lead to a name, nearest first: شمالي < قضاء < القائم."""
    for _ in range(MAX_CHAIN):
        found = cues.before(position)
        if not found:
            return
        yield from (cue for cue in found if cue.start == found[0].start)
        if found[0].row.kind not in _CHAINED or found[0].clitic == "and":
            return
        position = found[0].word_start


def _feature_of(cue: Cue, places: tuple[Place, ...], *, after: bool = False) -> str:
    """Return the feature a cue sets; a demonym speaks for the name before it only."""
    if cue.row.kind is CueKind.DEMONYM:
        return "demonym_after" if after else "demonym_before"
    if cue.row.kind is CueKind.INSIDE:
        return str(CueKind.PREPOSITION)
    if cue.row.kind is not CueKind.PLACE_WORD:
        return str(cue.row.kind)
    if not cue.row.values:
        return "place_word_any"
    fits = any(code_fits(place.feature_code, cue.row.values) for place in places)
    return "place_word" if fits else "place_word_other"


def code_fits(feature_code: str, codes: Sequence[str]) -> bool:
    """Return whether a place word means places of this code; ``PPL`` means all of PPL*."""
    return any(feature_code.startswith(code) for code in codes)


@lru_cache(maxsize=65536)
def _profile(gazetteer: Gazetteer, entries: tuple[int, ...]) -> tuple[tuple[str, float], ...]:
    """Return the features that a name has wherever it stands."""
    places = [gazetteer.places[number] for number in entries]
    told = {
        "ambiguous": any(place.ambiguous for place in places),
        "country": any(place.precision is LocationPrecision.COUNTRY for place in places),
        "admin1": any(place.precision is LocationPrecision.PROVINCE for place in places),
        "large": any(place.population >= LARGE_POPULATION for place in places),
        "curated": any(not place.id.startswith("gn-") for place in places),
        "far": not any(_is_expected(place) for place in places),
    }
    return tuple((feature, 1.0) for feature, holds in told.items() if holds)


def _is_expected(place: Place) -> bool:
    """Return whether news of the area of interest may name a place without explaining it."""
    wide = place.precision is LocationPrecision.COUNTRY or place.population >= LARGE_POPULATION
    return wide or place.country in ("", *read_area_of_interest())


def _case_features(
    hit: Hit, before: tuple[Cue, ...], *, source: str, folded: Folded
) -> Iterator[tuple[str, float]]:
    """Yield what capitals tell of a Latin name; nothing where the script has none."""
    start, end = folded.origin(hit.start), folded.end_origin(hit.end)
    if not any(letter.isupper() for letter in source[start:end]):
        yield "lower_case", 1.0
    previous = _LAST_WORD.search(source[max(0, start - 30) : start])
    if previous and previous[1][0].isupper() and not before and _mid_sentence(source, start):
        yield "capital_before", 1.0
    following = re.match(r" (\w+)", source[end : end + 30])
    if following and following[1][0].isupper() and not following[1].isupper():
        yield "capital_after", 1.0


def _mid_sentence(source: str, start: int) -> bool:
    return bool(re.search(r"\w[\w',-]* \w+ $", source[max(0, start - 60) : start]))


def _link_lists(toponyms: list[Toponym], folded: Folded) -> list[Toponym]:
    """Mark names that stand in one list, and let them share the head of the first.

    ``محافظات نينوى وصلاح الدين وكركوك``: the place word before the first holds for all.
    """
    linked: list[Toponym] = []
    for toponym in toponyms:
        if linked and _listed(linked[-1], toponym, folded):
            first = linked[-1]
            listed = {**first.features, "list": 1.0}
            linked[-1] = replace(first, features=listed)
            head = first.listed_with if first.listed_with is not None else first.start
            shared = [cue for cue in (*first.before, *first.heads) if cue.row.kind in _SHARED]
            features = {**toponym.features, "list": 1.0}
            features.update({_feature_of(cue, toponym.places): 1.0 for cue in shared})
            linked.append(
                replace(toponym, features=features, heads=tuple(shared), listed_with=head)
            )
        else:
            linked.append(toponym)
    return linked


def _listed(first: Toponym, second: Toponym, folded: Folded) -> bool:
    """Return whether only a comma, a conjunction or both part two names."""
    begin, joined = second.word_start, second.clitic == "and"
    if second.before and second.before[0].row.kind is CueKind.CONJUNCTION:
        begin, joined = second.before[0].word_start, True
    between = folded.text[first.end : begin]
    return bool(_COMMA.fullmatch(between)) and (joined or bool(between.strip()))


def _unknown_names(cues: Cues, toponyms: list[Toponym], folded: Folded) -> Iterator[Toponym]:
    """Yield names after a settlement word that no source knows: ``قرية تل أصفر بمنطقة بادوش``."""
    taken = {toponym.word_start for toponym in toponyms}
    for cue in cues.place_words:
        if cue.row.side == "after" or "PPL" not in cue.row.values:
            continue
        start = cue.end + 1
        if start in taken or folded.text[cue.end : start] != " " or cues.after(cue.end):
            continue
        end = _unknown_end(cues, start, folded, taken)
        if end > start:
            yield Toponym(
                start=start, end=end, word_start=start, name=folded.words[start:end], clitic="",
                places=(), before=(cue,), after=tuple(cues.after(end)),
                features={"place_word": 1.0}, score=0.0,
            )  # fmt: skip


def _unknown_end(cues: Cues, start: int, folded: Folded, taken: set[int]) -> int:
    """Return where an unknown name ends: before a cue, a stop or another place."""
    end = start
    for _ in range(MAX_UNKNOWN_WORDS):
        word = _FIRST_WORD.match(folded.text, end)
        begin = word.start(1) if word else -1
        if not word or folded.text[end:begin].strip(" ") or begin in taken:
            break
        if cues.starting_at(begin):
            break
        end = word.end(1)
    return end


def _score(toponym: Toponym) -> Toponym:
    return replace(toponym, score=to_probability(load_model("recognition").weigh(toponym.features)))


def _score_repeated(toponyms: list[Toponym]) -> Iterator[Toponym]:
    """Yield the toponyms; a name once certain counts as a cue for its other mentions."""
    certain = {t.name: t.start for t in toponyms if t.places and t.score >= CERTAIN}
    for toponym in toponyms:
        elsewhere = certain.get(toponym.name, toponym.start)
        if elsewhere == toponym.start:
            yield toponym
        else:
            yield _score(replace(toponym, features={**toponym.features, "certain_elsewhere": 1.0}))

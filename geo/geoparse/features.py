"""The features of a name: what speaks for and against its being a place."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from geo.gazetteer.index import Gazetteer
from geo.geoparse.capitals import describe_capitals
from geo.geoparse.cues import Cue, CueKind, Cues
from geo.geoparse.homographs import WORD, homograph_strength
from geo.geoparse.model import Features, read_area_of_interest
from geo.geoparse.names import Name
from geo.geoparse.neighbours import (
    describe_neighbours,
    is_followed_by_his_demonym,
    is_masculine,
)
from geo.geoparse.passage import Passage
from geo.geoparse.spelling import (
    Spelling,
    compare_spelling,
    has_loose_ending,
    is_careless,
    marks_fit,
)
from geo.geoparse.titles import find_quotation
from geo.models import LocationPrecision, Place
from geo.tables import read_table
from geo.text.fold import fold_text
from geo.text.name_parts import read_name_parts
from geo.text.phrases import read_article

LARGE_POPULATION = 100_000
MAX_CHAIN = 4
MAX_SENTENCE_CHARS = 300
"""How far a word that speaks for its sentence is looked for on either side of a name."""

_CHAINED = frozenset(
    {CueKind.PLACE_WORD, CueKind.RELATION, CueKind.PREPOSITION, CueKind.INSIDE, CueKind.ARTICLE}
    | {CueKind.BELONGS, CueKind.POSSESSED}
)
_SETTING = frozenset({"inside", "clitic_in", "place_word", "place_word_any", "direction", "near"})
"""What says that something happens at a place, in a sentence of sport too."""

_LEADING = _CHAINED | {CueKind.CONJUNCTION, CueKind.VERB_OF_PLACE}
_CONTAINING = frozenset({CueKind.INSIDE, CueKind.PREPOSITION, CueKind.BELONGS})
"""What parts a name from the word for another place, that lies in it or comes from it."""

_ONLY_PREPOSITION = frozenset({"preposition", "inside", "clitic_in", "clitic_to"})
_SUPPORT = frozenset(
    {"place_word", "place_word_any", "direction", "near", "between", "countryside", "belongs"}
    | {"demonym_after", "possessed", "verb_of_place", "distance"}
)

_NAMING = frozenset({CueKind.STREET, CueKind.INSTITUTION, CueKind.TEAM, CueKind.NEWSPAPER})
_HASHTAG = "#"
_QUOTES = frozenset('«»"“”„')
_DOUBTFUL = frozenset({"homograph_1", "homograph_2", "homograph_3", "ambiguous"})
_SUPPORTED = frozenset({"dateline", "verb_she", "verb_she_after"})
"""What speaks for a name that has no cue beside it."""

_GOVERNING = frozenset(
    {CueKind.INSIDE, CueKind.PREPOSITION, CueKind.POSSESSED, CueKind.PLACE_WORD, CueKind.RELATION}
)
"""What makes a name the complement of the noun before, which then is the subject of the verb."""

_SPEECH = frozenset({CueKind.SPEECH, CueKind.SPEECH_HE, CueKind.SPEECH_SHE})
_SAYING_WHERE = frozenset(
    {CueKind.INSIDE, CueKind.PREPOSITION, CueKind.PLACE_WORD, CueKind.RELATION}
)
_TAKING = frozenset({CueKind.VERB_OF_PLACE, CueKind.PLACE_WORD})
"""What a word that is also a verb of persons is, where a place may follow."""

_OF_DOUBTFUL = frozenset({CueKind.TRIBE})
"""Kinds whose words in a sentence say nothing of a name that is a place's alone."""

_BODIES = frozenset({CueKind.ORGANISATION, CueKind.INSTITUTION, CueKind.NEWSPAPER})
_ROUND_ENDING = "ة"
_FOLDED_ENDING = "ه"
_MASS_SOURCES = ("gn-", "ext-")
_SETTLED = ("ADM", "PPLA", "PPLC")
_RELATIONS = {"near": "near", "between": "between", "countryside": "countryside"}
_STOP = re.compile(r"[.!?؟;؛\n]")
_DATELINE = re.compile(
    r"(?:,[^\S\n]?[^\n,.()]{2,30})?[^\S\n]{0,2}(?:\([^()\n]{2,25}\)[^\S\n]{0,2})?[-–—:/]"
    r"|[^\S\n]{1,2}\d{1,2}[^\S\n]"
)


def describe_name(
    name: Name, before: tuple[Cue, ...], after: tuple[Cue, ...], passage: Passage
) -> Features:
    """Return the features of a name where it stands; each is 1 where it holds."""
    gazetteer, folded = passage.gazetteer, passage.folded
    features = dict(_profile(gazetteer, name.entries, name.key, _is_round(name, passage)))
    places = _places_of(gazetteer, name.entries)
    told_after = _leave_out_common(after, passage) if after else after
    features.update(describe_cues(before, told_after, places))
    if " " in name.key:
        features.update(_describe_own_words(name, passage))
    if name.clitic:
        features[f"clitic_{name.clitic}"] = 1.0
        if "obscure" in features and name.key.find(read_article()):
            features["obscure_joined"] = 1.0
    if folded.text[name.start].isascii():
        is_word = not features.keys().isdisjoint(_DOUBTFUL)
        features.update(describe_capitals(name, before, after, passage, is_word=is_word))
    else:
        features.update(_describe_spelling(name, passage))
        features.update(describe_neighbours(name, before, after, passage))
        if "demonym_after" in features and is_followed_by_his_demonym(name, before, after, passage):
            features["surname_after"] = features.pop("demonym_after")
        if CueKind.SPEECH_HE in features and is_masculine(name.key):
            del features[CueKind.SPEECH_HE]
    features.update(_describe_frame(name, passage))
    if "homograph_3" in features and "capital_within" not in features:
        features.update(_describe_noun(name, features, after, passage))
    if not before and not after and name.clitic not in ("in", "to"):
        features.update(_describe_unsupported(name, features, passage))
    if passage.cues.anywhere():
        features.update(dict(_describe_sentence(name, features, passage)))
    return features


def _describe_frame(name: Name, passage: Passage) -> Features:
    """Return what the marks around a name tell, and what other recognisers say of it."""
    features: Features = {}
    if passage.spans:
        folded = passage.folded
        start, end = folded.origin(name.start), folded.end_origin(name.end)
        features.update(passage.spans.features(start, end))
    if _is_enclosed(name, passage):
        features.update(_describe_enclosed(name, passage))
    if passage.quotations:
        if _is_quoted(name, passage):
            features.update(_describe_quoted(name, passage))
        quotation = find_quotation(name, passage)
        if quotation:
            features[quotation] = 1.0
    if passage.folded.text[name.start - 1 : name.start] == _HASHTAG:
        features["hashtag"] = 1.0
    if _is_dateline(name, passage):
        features["dateline"] = 1.0
    return features


def _describe_sentence(
    name: Name, features: Features, passage: Passage
) -> Iterator[tuple[str, float]]:
    """Yield what a sentence is about, by words anywhere in it: sport, the naming of a child."""
    cues = passage.cues
    reach = name.start - MAX_SENTENCE_CHARS, name.end + MAX_SENTENCE_CHARS
    kinds = [kind for kind in cues.anywhere() if cues.has_between(kind, *reach)]
    if not kinds:
        return
    low, high = _sentence_around(passage.folded.text, name.start, name.end)
    for kind in kinds:
        if kind in _OF_DOUBTFUL and features.keys().isdisjoint(_DOUBTFUL):
            continue
        if cues.has_between(kind, low, high):
            yield f"{kind}_in_sentence", 1.0
            if kind is CueKind.SPORT and CueKind.AGAINST in features:
                yield "sport_against", 1.0
            if features.keys().isdisjoint(_SETTING):
                yield f"{kind}_bare", 1.0


def describe_unknown(cue: Cue, start: int, end: int, passage: Passage) -> Features:
    """Return the features of a name no source knows, after the place word that leads to it."""
    features: Features = {"unknown": 1.0}
    words = passage.folded.words
    if has_loose_ending(passage.surface(cue.start, cue.end)):
        features["ending_changed"] = 1.0
    one_word = " " not in words[start:end] and not words.startswith(read_article(), start)
    if one_word and words[end - 1] == words[cue.end - 1]:
        features["agrees"] = 1.0
    if one_word and words.endswith(tuple(read_name_parts("nisba_ending")), start, end):
        features["nisba_form"] = 1.0
    if homograph_strength(words[start:end], obscure=True) >= WORD:
        features["unknown_word" if one_word else "homograph_3"] = 1.0
    return features


def chain_before(cues: Cues, position: int) -> Iterator[Cue]:
    """Yield the cues that lead to a name, nearest first: شمالي < قضاء < القائم.

    Farther than the nearest only those count that say where: in ``الجيش العراقي شرق قضاء
    مخمور`` the demonym is the army's, in ``قرية في جبال حمرين`` the village is none of the name.
    """
    governed = False
    for number in range(MAX_CHAIN):
        found = cues.before(position)
        if not found:
            return
        nearest = found[0]
        if not number and nearest.row.kind is CueKind.DEMONYM:
            found, nearest = _head_of_demonym(cues, found)
        for cue in found:
            if cue.start != nearest.start or (number and cue.row.kind not in _LEADING):
                continue
            if not (governed and cue.row.kind is CueKind.PLACE_WORD):
                yield cue
        governed = governed or nearest.row.kind in _CONTAINING
        if nearest.row.kind not in _CHAINED or nearest.clitic == "and":
            return
        position = nearest.word_start


def longest_after(cues: Cues, position: int) -> list[Cue]:
    """Return the longest cues that follow a name: ``sub-district``, not ``sub``."""
    found = cues.after(position)
    return [cue for cue in found if cue.end == found[0].end]


def _head_of_demonym(cues: Cues, found: list[Cue]) -> tuple[list[Cue], Cue]:
    """Return the place word a demonym describes, or the demonym: ``العاصمة العراقية بغداد``."""
    heads = [c for c in cues.before(found[0].word_start) if c.row.kind is CueKind.PLACE_WORD]
    return (heads, heads[0]) if heads else (found, found[0])


def _describe_noun(
    name: Name, features: Features, after: tuple[Cue, ...], passage: Passage
) -> Features:
    """Return what tells against a common noun, for which nothing but a preposition speaks."""
    if not _has_only_preposition(features):
        return {}
    described = not after and _is_described(name, passage)
    return {"only_preposition": 1.0, **({"noun_after": 1.0} if described else {})}


def _is_described(name: Name, passage: Passage) -> bool:
    """Return whether a definite word follows a definite name: ``في الدورة التدريبية``."""
    words, article = passage.folded.words, read_article()
    return words.startswith(article, name.start) and words.startswith(article, name.end + 1)


def _has_only_preposition(features: Features) -> bool:
    """Return whether nothing but a preposition, which any noun may have, speaks for a place."""
    told = features.keys()
    return not told.isdisjoint(_ONLY_PREPOSITION) and told.isdisjoint(_SUPPORT)


def _leave_out_common(after: tuple[Cue, ...], passage: Passage) -> tuple[Cue, ...]:
    """Return the cues after a name without the common nouns: ``Hawija centre`` is no body's name.

    Only where the script has capitals can a noun be told from a part of a name.
    """
    return tuple(
        cue
        for cue in after
        if cue.row.kind not in _BODIES or not passage.surface(cue.start, cue.end).islower()
    )


def _is_dateline(name: Name, passage: Passage) -> bool:
    """Return whether a name begins its line and a dash, colon or slash follows: ``بغداد - قال``."""
    text, start = passage.folded.text, name.word_start
    return (not start or text[start - 1] == "\n") and bool(_DATELINE.match(text, name.end))


def _is_quoted(name: Name, passage: Passage) -> bool:
    """Return whether a name stands alone between quotation marks."""
    text = passage.folded.text
    return text[name.end : name.end + 1] in _QUOTES and text[name.start - 1 : name.start] in _QUOTES


def _is_enclosed(name: Name, passage: Passage) -> bool:
    """Return whether a name stands alone between brackets."""
    text = passage.folded.text
    return text.startswith(")", name.end) and text[name.start - 1 : name.start] == "("


def _describe_quoted(name: Name, passage: Passage) -> Features:
    """Return what leads to the quotation marks that hold a name alone: ``في «الرطبة»``."""
    return _describe_enclosed(name, passage) or {"quoted": 1.0}


def _describe_enclosed(name: Name, passage: Passage) -> Features:
    """Return what says where before the mark that a name stands behind: ``قرب (الزبير)``."""
    leading = [c for c in passage.cues.before(name.start - 1) if c.row.kind in _SAYING_WHERE]
    if not leading:
        return {}
    return describe_cues(tuple(leading[:1]), (), _places_of(passage.gazetteer, name.entries))


def _describe_unsupported(
    name: Name, features: Features, passage: Passage
) -> Iterator[tuple[str, float]]:
    """Yield what tells against a name that may be another word and has no cue beside it.

    A verb is followed by its subject: ``حلب المزارع بقرته``.
    """
    if features.keys().isdisjoint(_DOUBTFUL) or " " in name.key:
        return
    if not features.keys().isdisjoint(_SUPPORTED):
        return
    yield "unsupported", 1.0
    words = passage.folded.words
    if words.startswith(read_article(), name.end + 1):
        yield "noun_after", 1.0


def _describe_own_words(name: Name, passage: Passage) -> Iterator[tuple[str, float]]:
    """Yield what the first and last words of a longer name say it is: a dam, a university."""
    cues = passage.cues
    if any(cue.row.in_name and cue.end < name.end for cue in cues.starting_at(name.start)):
        yield "place_word_in_name", 1.0
    if _is_settled(passage.gazetteer, name.entries):
        return
    for cue in (*cues.starting_at(name.start), *cues.ending_at(name.end)):
        inside = name.start <= cue.start and cue.end <= name.end
        if inside and cue.row.kind in _NAMING:
            yield f"{cue.row.kind}_in_name", 1.0


def describe_cues(
    before: tuple[Cue, ...], after: tuple[Cue, ...], places: tuple[Place, ...]
) -> Features:
    """Return what the words on both sides of a name say of it."""
    features: Features = {}
    for cue in before:
        if cue.row.kind in _SPEECH and any(other.row.kind in _TAKING for other in before):
            continue
        features[_feature_of(cue, places)] = 1.0
        if cue.clitic in ("in", "to") and cue.row.kind in _CHAINED:
            features["preposition"] = 1.0
    governed = bool(after) and any(cue.row.kind in _GOVERNING for cue in before)
    for cue in after:
        if cue.row.kind is CueKind.PLURAL and before:
            continue
        if not (governed and cue.row.kind in _SPEECH):
            features[_feature_after(cue, places)] = 1.0
    return features


def _feature_of(cue: Cue, places: tuple[Place, ...]) -> str:
    kind, values = cue.row.kind, cue.row.values
    if kind is CueKind.PLACE_WORD:
        if not values:
            return "place_word_any"
        fits = not places or any(code_fits(place.feature_code, values) for place in places)
        return "place_word" if fits else "place_word_other"
    if kind is CueKind.RELATION:
        return _RELATIONS.get(values[0], "distance" if cue.row.side == "distance" else "direction")
    return f"{kind}_before" if kind is CueKind.DEMONYM else str(kind)


def _feature_after(cue: Cue, places: tuple[Place, ...]) -> str:
    if cue.row.kind in (CueKind.PLACE_WORD, CueKind.RELATION):
        return _feature_of(cue, places)
    return f"{cue.row.kind}_after"


def code_fits(feature_code: str, codes: tuple[str, ...]) -> bool:
    """Return whether a feature code is of one of the kinds a place word names: PPLA is a PPL."""
    return feature_code.startswith(codes)


@lru_cache(maxsize=65536)
def _places_of(gazetteer: Gazetteer, entries: tuple[int, ...]) -> tuple[Place, ...]:
    return tuple(gazetteer.places[number] for number in entries)


@lru_cache(maxsize=65536)
def _profile(
    gazetteer: Gazetteer, entries: tuple[int, ...], key: str, is_round: bool
) -> tuple[tuple[str, float], ...]:
    """Return the features a name has wherever it stands, spelled with a round ending or not."""
    places = _places_of(gazetteer, entries)
    told = {
        "ambiguous": key in _read_ambiguous(),
        "country": any(place.precision is LocationPrecision.COUNTRY for place in places),
        "admin1": any(place.precision is LocationPrecision.PROVINCE for place in places),
        "large": any(place.population >= LARGE_POPULATION for place in places),
        "curated": not all(is_mass(place) for place in places),
        "far": not any(_is_expected(place) for place in places),
        "short": len(key) <= 3,
        "obscure": all(is_obscure(place) for place in places),
        "multiword": " " in key,
        "square": all(place.feature_code == "SQR" for place in places),
    }
    features = [(feature, 1.0) for feature, holds in told.items() if holds]
    strength = homograph_strength(key, obscure="obscure" in dict(features), is_round=is_round)
    return (*features, *([(f"homograph_{strength}", 1.0)] if strength else ()))


def _is_round(name: Name, passage: Passage) -> bool:
    """Return whether the text writes the two dots of a name's last letter: راوة, not راوه."""
    if not name.key.endswith(_FOLDED_ENDING):
        return False
    return passage.source[passage.folded.origin(name.end - 1)] == _ROUND_ENDING


@lru_cache(maxsize=65536)
def _is_settled(gazetteer: Gazetteer, entries: tuple[int, ...]) -> bool:
    """Return whether a town or district bears a name: جسر الشغور is no bridge."""
    codes = (gazetteer.places[entry].feature_code for entry in entries)
    return any(code.startswith(_SETTLED) for code in codes)


def is_obscure(place: Place) -> bool:
    """Return whether a place is a village of a mass source, without a population told."""
    return is_mass(place) and place.feature_code == "PPL" and not place.population


def is_mass(place: Place) -> bool:
    """Return whether a place comes from a dump of names, not from a row somebody typed in."""
    return place.id.startswith(_MASS_SOURCES)


def _is_expected(place: Place) -> bool:
    """Return whether news of the area of interest may name a place without explaining it."""
    wide = place.precision is LocationPrecision.COUNTRY or place.population >= LARGE_POPULATION
    return wide or place.country in ("", *read_area_of_interest())


@cache
def _read_ambiguous() -> frozenset[str]:
    rows = read_table("gazetteer/ambiguous_names", "name")
    return frozenset(fold_text(row["name"]) for row in rows)


@lru_cache(maxsize=65536)
def _spelling_of(gazetteer: Gazetteer, surface: str, key: str, entries: tuple[int, ...]) -> str:
    return compare_spelling(surface, gazetteer.spellings_of(key, entries))


def _describe_spelling(name: Name, passage: Passage) -> Features:
    """Return how a text spells a name of one word; longer names are no other words."""
    if " " in name.key:
        return {}
    surface = passage.surface(name.start, name.end)
    if len(surface) > name.end - name.start:
        spellings = passage.gazetteer.spellings_of(name.key, name.entries)
        if marks_fit(surface, spellings):
            return {"own_marks": 1.0}
    spelling = _spelling_of(passage.gazetteer, surface, name.key, name.entries)
    if spelling == Spelling.ENDING_CHANGED:
        if homograph_strength(name.key, obscure=False) > 1:
            return {"word_by_ending": 1.0}
        if is_careless(passage.source):
            return {"ending_careless": 1.0}
    return {str(spelling): 1.0} if spelling else {}


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - MAX_SENTENCE_CHARS)
    for stop in _STOP.finditer(text, low, start):
        low = stop.end()
    after = _STOP.search(text, end, end + MAX_SENTENCE_CHARS)
    return low, after.start() if after else min(len(text), end + MAX_SENTENCE_CHARS)

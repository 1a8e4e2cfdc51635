"""Evaluation of facts against a gold: what is found, and what of it is right.

Each wanted fact of the gold is found when a fact of its type, or of a type read as the same,
has evidence that overlaps one of its quotes; one to one, the best fits first. Optional facts
count neither for nor against. Of the facts found are then looked at:

- places: the first place it is at, and every end of a movement, lie within the tolerance;
- dates: told by day, month, year or range: both ends are exactly right;
- counts, killed, wounded: the bounds are right, for facts whose text tells such a number;
- speaker, modality: the class is right.

False on the map is what is drawn and must not be: facts that stand in the panel, and facts
nobody told. The calibration tells whether of the facts believed with 0.8 about 80% are wanted.
The parts of a held-out split are never listed, only counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from geo.evaluation.calibration import Calibration, measure_calibration
from geo.evaluation.fact_gold import (
    DEV,
    Bounds,
    FactGold,
    GoldFact,
    read_fact_gold,
)
from geo.evaluation.fact_matching import (
    Answer,
    Matching,
    count_overlap,
    is_near,
    is_same_type,
    list_answers,
    match_facts,
    measure_km,
)
from geo.evaluation.passages import is_passage_gold, read_passage_gold
from geo.frames import extraction_document
from geo.models import DatePrecision, Kind
from geo.pipeline import read_article

Document = dict[str, Any]

DATED = frozenset({DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.RANGE})
"""Dates of these precisions are compared; others have no exact days."""

_QUOTE_CHARS = 160


class Measure(StrEnum):
    """What is looked at in the facts found."""

    PLACES = "places"
    DATES = "dates"
    COUNTS = "counts"
    KILLED = "killed"
    WOUNDED = "wounded"
    SPEAKER = "speaker"
    MODALITY = "modality"


NUMBERS = (Measure.COUNTS, Measure.KILLED, Measure.WOUNDED)


class Cause(StrEnum):
    """Why something counts against a reading; the order in which a list is worth reading."""

    MISSED_TRIGGER = "missed: nothing is read there"
    OTHER_TYPE = "missed: another type is read there"
    TOLD_TOGETHER = "missed: one answer for two facts"
    WRONG_PLACE = "wrong place"
    WRONG_DATE = "wrong date"
    WRONG_COUNT = "wrong count"
    WRONG_KILLED = "wrong killed"
    WRONG_WOUNDED = "wrong wounded"
    WRONG_SPEAKER = "wrong speaker"
    WRONG_MODALITY = "wrong modality"
    DRAWN_WRONGLY = "drawn, must not be"
    NOT_DRAWN = "not drawn, should be"
    EXTRA_DRAWN = "extra, drawn"
    EXTRA = "extra, not drawn"


_WRONG = {
    Measure.PLACES: Cause.WRONG_PLACE,
    Measure.DATES: Cause.WRONG_DATE,
    Measure.COUNTS: Cause.WRONG_COUNT,
    Measure.KILLED: Cause.WRONG_KILLED,
    Measure.WOUNDED: Cause.WRONG_WOUNDED,
    Measure.SPEAKER: Cause.WRONG_SPEAKER,
    Measure.MODALITY: Cause.WRONG_MODALITY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many facts were wanted, how many of them found, how many were given."""

    wanted: int
    found: int
    given: int
    found_given: int

    @property
    def recall(self) -> float | None:
        """The share of the wanted facts that were found, None when none was wanted."""
        return self.found / self.wanted if self.wanted else None

    @property
    def precision(self) -> float | None:
        """The share of the given facts that were wanted, None when none was given."""
        return self.found_given / self.given if self.given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of so many are right."""

    right: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One thing that counts against a reading, in words."""

    cause: Cause
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReport:
    """The figures of one split; `misses` is None for a split that must stay unseen."""

    split: str
    articles: int
    overall: Score
    kinds: dict[str, Score]
    languages: dict[str, Score]
    measures: dict[Measure, Share]
    numbers_invented: int
    false_on_map: int
    missing_on_map: int
    no_fact_read: int
    quotes_not_exact: int
    calibration: Calibration
    misses: tuple[Miss, ...] | None


def evaluate_facts(folder: Path, *, split: str = DEV) -> FactReport:
    """Read the articles or passages of a gold's split and score the facts read in them.

    Raises `InputError` when the folder holds no such gold.
    """
    read_gold = read_passage_gold if is_passage_gold(folder) else read_fact_gold
    gold = read_gold(folder, split=split)
    return score_documents(gold, [extraction_document(read_article(a)) for a in gold.articles])


def score_documents(gold: FactGold, documents: Iterable[Document]) -> FactReport:
    """Score what was read, one document an article of the gold, in the gold's order."""
    read = dict(zip((article.path for article in gold.articles), documents, strict=True))
    answers = [
        answer
        for article in gold.articles
        for answer in list_answers(read[article.path], file=article.path, text=article.text)
    ]
    matching = match_facts(gold, answers)
    pairs = [(fact, answer) for fact, answer in matching.pairs if not fact.optional]
    languages = {article.path: article.language for article in gold.articles}
    return FactReport(
        split=gold.split,
        articles=len(gold.articles),
        overall=_score(gold, matching),
        kinds={kind: _score(gold, matching, kind=kind) for kind in Kind},
        languages={
            language: _score(
                gold, matching, files={f for f in languages if languages[f] == language}
            )
            for language in sorted(set(languages.values()))
        },
        measures={measure: _share(measure, pairs, gold) for measure in Measure},
        numbers_invented=sum(_count_invented(*pair) for pair in pairs),
        false_on_map=sum(answer.drawn for answer in _false_answers(matching)),
        missing_on_map=sum(bool(fact.shown) and not answer.drawn for fact, answer in pairs),
        no_fact_read=_count_no_fact(gold, matching),
        quotes_not_exact=sum(not answer.exact for answer in answers),
        calibration=_calibrate(matching),
        misses=tuple(_list_misses(gold, matching, answers, read)) if gold.split == DEV else None,
    )


def _score(
    gold: FactGold, matching: Matching, *, kind: str | None = None, files: set[str] | None = None
) -> Score:
    """Score all, a kind or some files; recall by the gold's kind, precision by the answer's."""

    def counts(one: GoldFact | Answer) -> bool:
        return kind in (None, one.kind) and (files is None or one.file in files)

    pairs = [(fact, answer) for fact, answer in matching.pairs if not fact.optional]
    found_given = sum(counts(answer) for _, answer in pairs)
    return Score(
        wanted=sum(counts(fact) for fact in gold.facts if not fact.optional),
        found=sum(counts(fact) for fact, _ in pairs),
        given=found_given + sum(counts(answer) for answer in matching.extra),
        found_given=found_given,
    )


def _calibrate(matching: Matching) -> Calibration:
    """Return how far the scores may be believed; those of optional facts are left out."""
    right = [(a.score, True) for fact, a in matching.pairs if not fact.optional]
    return measure_calibration([*right, *((answer.score, False) for answer in matching.extra)])


def _share(measure: Measure, pairs: Iterable[tuple[GoldFact, Answer]], gold: FactGold) -> Share:
    looked = [right for f, a in pairs if (right := _is_right(measure, f, a, gold)) is not None]
    return Share(right=sum(looked), of=len(looked))


def _is_right(measure: Measure, fact: GoldFact, answer: Answer, gold: FactGold) -> bool | None:
    """Return whether an answer is right in one measure, None when that isn't looked at."""
    match measure:
        case Measure.PLACES:
            near = [_has_place(answer, key, gold) for key in fact.places]
            return all(near) if near else None
        case Measure.DATES:
            same = (fact.start, fact.end) == (answer.start, answer.end)
            return same if fact.date_precision in DATED else None
        case Measure.COUNTS | Measure.KILLED | Measure.WOUNDED:
            wanted, given = _numbers(measure, fact, answer)
            return given in wanted if wanted else None
        case Measure.SPEAKER:
            return fact.attribution_class == answer.attribution_class
        case Measure.MODALITY:
            return fact.modality == answer.modality


def _has_place(answer: Answer, key: str, gold: FactGold) -> bool:
    return any(is_near(place, gold.places[key]) for place in answer.places)


def _count_invented(fact: GoldFact, answer: Answer) -> int:
    """Count the numbers an answer gives where the gold tells none."""
    told = [_numbers(measure, fact, answer) for measure in NUMBERS]
    return sum(wanted == frozenset() and given[0] is not None for wanted, given in told)


def _numbers(
    measure: Measure, fact: GoldFact, answer: Answer
) -> tuple[frozenset[Bounds] | None, Bounds]:
    """Return the bounds that are right (None where the labels don't say) and those given."""
    match measure:
        case Measure.KILLED:
            return fact.killed, answer.killed
        case Measure.WOUNDED:
            return fact.wounded, answer.wounded
        case _:
            return fact.counts, answer.count


def _false_answers(matching: Matching) -> list[Answer]:
    """Return the answers that must not be drawn, optional ones included."""
    hidden = [answer for fact, answer in matching.pairs if fact.shown is False]
    return [*matching.extra, *hidden]


def _count_no_fact(gold: FactGold, matching: Matching) -> int:
    """Count the passages without a fact in which one was read."""
    return sum(
        any(a.file == file and count_overlap([span], a.spans) for a in matching.extra)
        for file, spans in gold.no_fact.items()
        for span in spans
    )


def _list_misses(
    gold: FactGold, matching: Matching, answers: list[Answer], read: dict[str, Document]
) -> Iterator[Miss]:
    """Yield every miss, by cause, then in the order of the gold."""
    found = [
        *(
            _explain_missed(f, gold, answers, read[f.file])
            for f in matching.missed
            if not f.optional
        ),
        *(miss for fact, answer in matching.pairs for miss in _explain_pair(fact, answer, gold)),
        *(_explain_extra(answer, gold) for answer in matching.extra),
    ]
    order = list(Cause)
    yield from sorted(found, key=lambda miss: order.index(miss.cause))


def _explain_missed(
    fact: GoldFact, gold: FactGold, answers: list[Answer], document: Document
) -> Miss:
    there = [a for a in answers if a.file == fact.file and count_overlap(fact.spans, a.spans)]
    dropped = [
        d["reason"]
        for d in document["discarded"]
        if count_overlap(fact.spans, [(d["start"], d["end"])])
    ]
    if any(is_same_type(fact, answer, gold) for answer in there):
        cause = Cause.TOLD_TOGETHER
    else:
        cause = Cause.OTHER_TYPE if there else Cause.MISSED_TRIGGER
    read = f" read: {_join(a.type for a in there)};" if there else ""
    reasons = f" discarded: {_join(dropped)};" if dropped else ""
    return Miss(cause=cause, what=f"{_name(fact)}:{read}{reasons} {_quote(*fact.quotes)}")


def _explain_pair(fact: GoldFact, answer: Answer, gold: FactGold) -> Iterator[Miss]:
    """Yield what is wrong with a fact that was found; of an optional one only what is drawn."""
    for measure in Measure if not fact.optional else ():
        if _is_right(measure, fact, answer, gold) is False:
            wanted, given = _values(measure, fact, answer, gold)
            what = (
                f"{_name(fact)}: want {wanted}, got {given} {_quote(*fact.quotes)} <{answer.rule}>"
            )
            yield Miss(cause=_WRONG[measure], what=what)
    if answer.drawn and fact.shown is False:
        yield Miss(
            cause=Cause.DRAWN_WRONGLY, what=f"{_name(fact)} {_quote(*fact.quotes)} <{answer.rule}>"
        )
    elif fact.shown and not answer.drawn and not fact.optional:
        places = _join(f"{place.name} ({place.precision})" for place in answer.places)
        what = (
            f"{_name(fact)}: {answer.modality} at [{places}] {_quote(*fact.quotes)} <{answer.rule}>"
        )
        yield Miss(cause=Cause.NOT_DRAWN, what=what)


def _explain_extra(answer: Answer, gold: FactGold) -> Miss:
    passages = gold.no_fact.get(answer.file, ())
    trap = " in a passage without a fact;" if count_overlap(passages, answer.spans) else ""
    near = Counter(
        f.type for f in gold.facts if f.file == answer.file and count_overlap(f.spans, answer.spans)
    )
    told = f" the gold has there {_join(near)};" if near else ""
    places = _join(place.name for place in answer.places)
    name = f"{answer.file} {answer.kind}/{answer.type} {answer.modality} at [{places}]"
    return Miss(
        cause=Cause.EXTRA_DRAWN if answer.drawn else Cause.EXTRA,
        what=f"{name}:{trap}{told} {_quote(answer.quote)} <{answer.rule}>",
    )


def _values(measure: Measure, fact: GoldFact, answer: Answer, gold: FactGold) -> tuple[str, str]:
    """Return what was wanted and what was given, in words."""
    match measure:
        case Measure.PLACES:
            wanted = _join(_tell_wanted(key, answer, gold) for key in fact.places)
            given = (f"{place.name} ({place.precision})" for place in answer.places)
            return f"[{wanted}]", f"[{_join(given)}]"
        case Measure.DATES:
            return f"{fact.start}..{fact.end}", f"{answer.start}..{answer.end}"
        case Measure.COUNTS | Measure.KILLED | Measure.WOUNDED:
            right, read = _numbers(measure, fact, answer)
            return _join(map(_bounds, sorted(right or (), key=str))), _bounds(read)
        case Measure.SPEAKER:
            wanted = f"{fact.attribution_class} ({fact.attribution})"
            return wanted, f"{answer.attribution_class} ({answer.attribution})"
        case Measure.MODALITY:
            return fact.modality, answer.modality


def _tell_wanted(key: str, answer: Answer, gold: FactGold) -> str:
    """Return a wanted place, with how far the nearest answer is where none is right."""
    if _has_place(answer, key, gold) or not answer.places:
        return key
    wanted = gold.places[key]
    nearest_km = min(measure_km(place, wanted) for place in answer.places)
    return f"{key} ({nearest_km:.0f} of {wanted.tolerance_km:.0f} km)"


def _bounds(bounds: Bounds) -> str:
    return f"{bounds[0]}-{'' if bounds[1] is None else bounds[1]}"


def _name(fact: GoldFact) -> str:
    return f"{fact.id} {fact.kind}/{fact.type}{' optional' if fact.optional else ''}"


def _quote(*quotes: str) -> str:
    return " | ".join(f"«{quote[:_QUOTE_CHARS]}»" for quote in quotes)


def _join(words: Iterable[str]) -> str:
    return ", ".join(words)

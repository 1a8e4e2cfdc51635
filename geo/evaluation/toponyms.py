"""Evaluation of toponym recognition and resolution against a gold.

Recognition: a toponym is found when a mention with a place overlaps it, one to one, exact spans
first. Resolution is measured on the toponyms found whose point the gold knows. Calibration looks
at every name that was weighed, those below the threshold too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import median

from geo.evaluation.calibration import Calibration, measure_calibration
from geo.evaluation.toponym_gold import GoldPlace, GoldText, GoldToponym, read_toponym_gold
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.gazetteer.places import GEOD
from geo.geoparse.mentions import geoparse
from geo.models import Article, LocationPrecision, Mention, Place
from geo.text.fold import fold

NEAR_KM = (5, 20, 161)
"""Distances of the accuracies; 161 km are the 100 miles of the literature."""

FARTHEST_KM = 20039.0
"""Half the way around the earth, which scales the area under the curve of the error."""

Geoparser = Callable[[str], Sequence[Mention]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """How many toponyms were wanted, given, and found (overlapping, and with exact spans)."""

    wanted: int
    given: int
    found: int
    exact: int
    traps: int
    violated: int
    gaps: int

    def precision(self, *, exact: bool = False) -> float:
        """Return the share of the given that is right; 1 when none was given."""
        return (self.exact if exact else self.found) / self.given if self.given else 1.0

    def recall(self, *, exact: bool = False) -> float:
        """Return the share of the wanted that was found; 1 when none was wanted."""
        return (self.exact if exact else self.found) / self.wanted if self.wanted else 1.0

    def f1(self, *, exact: bool = False) -> float:
        """Return the harmonic mean of precision and recall."""
        precision, recall = self.precision(exact=exact), self.recall(exact=exact)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def covered_f1(self) -> float:
        """Return F1 when names that the gazetteer lacks count neither for nor against."""
        wanted = self.wanted - self.gaps
        recall = self.found / wanted if wanted else 1.0
        precision = self.precision()
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """How near the answers are, over the toponyms found whose point is known.

    `right` counts answers within the gold's own tolerance, of the right country and width.
    `error_auc` is the area under the curve of the logarithm of the error: 0 is perfect, 1 is
    the other side of the earth.
    """

    of: int
    right: int
    near: dict[int, int]
    median_km: float | None
    error_auc: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One answer that is wrong, for the list of misses."""

    text_id: str
    what: str
    surface: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToponymReport:
    """The figures of one set of texts; `groups` are the F1 of each class of sentence."""

    name: str
    texts: int
    recognised: Recognised
    resolved: Resolved
    calibration: Calibration
    groups: dict[str, Recognised]
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One text with its mentions and which of them answers which toponym."""

    text: GoldText
    mentions: tuple[Mention, ...]
    weighed: tuple[Mention, ...]
    answers: dict[int, int]


def evaluate_toponyms(
    path: Path, *, split: str = "", gazetteer: Gazetteer | None = None
) -> list[ToponymReport]:
    """Score the geoparser on a gold: one report for each language, or for the corpus.

    See `read_toponym_gold` for what can be read, and for `split`.
    """
    gazetteer = gazetteer or load_gazetteer()
    texts = read_toponym_gold(path, split=split)
    languages = sorted({text.language for text in texts})
    return [
        score_texts(
            [text for text in texts if text.language == language],
            lambda source: read_mentions(source, gazetteer=gazetteer),
            name=" ".join(filter(None, (path.name, language, split))),
            gazetteer=gazetteer,
        )
        for language in languages
    ]


def read_mentions(source: str, *, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Geoparse a text by itself."""
    article = Article(id="", text=source, sha256="")
    return geoparse(article, (), fold(source), gazetteer=gazetteer).mentions


def score_texts(
    texts: Sequence[GoldText], read: Geoparser, *, name: str, gazetteer: Gazetteer
) -> ToponymReport:
    """Score any geoparser on labelled texts."""
    judged = [_judge(text, tuple(read(text.text))) for text in texts]
    groups = sorted({text.group for text in texts if text.group})
    return ToponymReport(
        name=name,
        texts=len(texts),
        recognised=_recognised(judged, gazetteer),
        resolved=_resolved(judged),
        calibration=_calibration(judged),
        groups={
            g: _recognised([j for j in judged if j.text.group == g], gazetteer) for g in groups
        },
        misses=tuple(miss for j in judged for miss in _misses(j)),
    )


def is_right(place: Place, gold: GoldPlace) -> bool:
    """Return whether an answer counts: near enough, of the right country, a country if asked."""
    tolerance_km = gold.tolerance_km if gold.tolerance_km is not None else NEAR_KM[-1]
    if gold.precisions == {LocationPrecision.COUNTRY} and place.precision not in gold.precisions:
        return False
    if gold.country and place.country and gold.country != place.country:
        return False
    return error_km(place, gold) <= tolerance_km


def error_km(place: Place, gold: GoldPlace) -> float:
    """Return the geodesic distance between an answer's point and the gold's, in km."""
    _, _, metres = GEOD.inv(place.lon, place.lat, gold.lon, gold.lat)
    return float(metres) / 1000


def _judge(text: GoldText, weighed: tuple[Mention, ...]) -> _Judged:
    """Pair toponyms and mentions one to one, exact spans first, then in order."""
    mentions = tuple(mention for mention in weighed if mention.place)
    answers: dict[int, int] = {}
    for fits in (_is_exact, _overlaps):
        for number, toponym in enumerate(text.toponyms):
            if number in answers:
                continue
            free = (i for i, m in enumerate(mentions) if i not in answers.values())
            hit = next((i for i in free if fits(mentions[i], toponym)), None)
            if hit is not None:
                answers[number] = hit
    return _Judged(text, mentions, weighed, answers)


def _is_exact(mention: Mention, toponym: GoldToponym) -> bool:
    return (mention.start, mention.end) == (toponym.start, toponym.end)


def _overlaps(mention: Mention, toponym: GoldToponym) -> bool:
    return mention.start < toponym.end and toponym.start < mention.end


def _recognised(judged: Sequence[_Judged], gazetteer: Gazetteer) -> Recognised:
    exact = sum(
        _is_exact(j.mentions[hit], j.text.toponyms[number])
        for j in judged
        for number, hit in j.answers.items()
    )
    return Recognised(
        wanted=sum(len(j.text.toponyms) for j in judged),
        given=sum(len(j.mentions) for j in judged),
        found=sum(len(j.answers) for j in judged),
        exact=exact,
        traps=sum(len(j.text.traps) for j in judged),
        violated=sum(len(list(_violated_traps(j))) for j in judged),
        gaps=sum(
            not _is_known(j.text, toponym, gazetteer)
            for j in judged
            for number, toponym in enumerate(j.text.toponyms)
            if number not in j.answers
        ),
    )


def _violated_traps(judged: _Judged) -> Iterator[tuple[int, int]]:
    """Yield the traps that a mention overlaps which answers no toponym."""
    for start, end in judged.text.traps:
        for mention in judged.mentions:
            covers = any(_overlaps(mention, toponym) for toponym in judged.text.toponyms)
            if mention.start < end and start < mention.end and not covers:
                yield start, end
                break


def _is_known(text: GoldText, toponym: GoldToponym, gazetteer: Gazetteer) -> bool:
    """Return whether the gazetteer has a toponym's name, or the right place in a part of it."""
    folded = fold(text.text[toponym.start : toponym.end])
    for hit in gazetteer.find(folded):
        if hit.word_start == 0 and hit.end == len(folded.text):
            return True
        if toponym.place and any(is_right(p, toponym.place) for p in gazetteer.places_of(hit)):
            return True
    return False


def _resolved(judged: Sequence[_Judged]) -> Resolved:
    pairs = [
        (mention.place, place)
        for j in judged
        for number, hit in j.answers.items()
        if (mention := j.mentions[hit]).place and (place := j.text.toponyms[number].place)
    ]
    errors = [error_km(place, gold) for place, gold in pairs]
    return Resolved(
        of=len(pairs),
        right=sum(is_right(place, gold) for place, gold in pairs),
        near={km: sum(error <= km for error in errors) for km in NEAR_KM},
        median_km=median(errors) if errors else None,
        error_auc=_error_auc(errors),
    )


def _error_auc(errors: Sequence[float]) -> float | None:
    """Return the area under the sorted log errors, by trapezia (Gritta et al. 2018)."""
    if not errors:
        return None
    heights = sorted(log(1 + error) / log(FARTHEST_KM) for error in errors)
    if len(heights) == 1:
        return heights[0]
    return (sum(heights) - (heights[0] + heights[-1]) / 2) / (len(heights) - 1)


def _calibration(judged: Sequence[_Judged]) -> Calibration:
    told = [
        (mention.score, any(_overlaps(mention, toponym) for toponym in j.text.toponyms))
        for j in judged
        for mention in j.weighed
    ]
    return measure_calibration(told)


def _misses(judged: _Judged) -> Iterator[Miss]:
    text = judged.text
    for number, toponym in enumerate(text.toponyms):
        surface = text.text[toponym.start : toponym.end]
        if number not in judged.answers:
            yield Miss(text_id=text.id, what="missed", surface=surface, answer="")
            continue
        mention = judged.mentions[judged.answers[number]]
        if not _is_exact(mention, toponym):
            yield Miss(text_id=text.id, what="span", surface=surface, answer=mention.surface)
        if mention.place and toponym.place and not is_right(mention.place, toponym.place):
            km = error_km(mention.place, toponym.place)
            answer = f"{mention.place.id} {km:.0f} km"
            yield Miss(text_id=text.id, what="misplaced", surface=surface, answer=answer)
    for number, mention in enumerate(judged.mentions):
        if number not in judged.answers.values() and mention.place:
            answer = f"{mention.place.id} {mention.reason}"
            yield Miss(text_id=text.id, what="false", surface=mention.surface, answer=answer)

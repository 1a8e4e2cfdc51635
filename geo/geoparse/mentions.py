"""From a text to its mentions: recognition, resolution and composition in one call."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from geo.garbage import collecting_later
from geo.gazetteer.index import Gazetteer
from geo.geoparse.compose import compose_place
from geo.geoparse.passage import Passage, read_passage
from geo.geoparse.recognise import THRESHOLD, recognise_toponyms
from geo.geoparse.recognisers import Recogniser
from geo.geoparse.resolve import Resolution, resolve_toponyms
from geo.geoparse.spans import find_span
from geo.models import Article, Discarded, Mention, Sentence, SentenceRole
from geo.text.fold import Folded

LONG_CHARS = 200_000
"""From this length on the garbage collector waits until a text is read."""


@dataclass(frozen=True, slots=True)
class Geoparse:
    """The mentions of an article in order, and the names that were left out, with reasons."""

    mentions: tuple[Mention, ...]
    discarded: tuple[Discarded, ...]


def geoparse(
    article: Article,
    sentences: tuple[Sentence, ...],
    folded: Folded,
    *,
    gazetteer: Gazetteer,
    recognisers: Sequence[Recogniser] = (),
) -> Geoparse:
    """Find every place that an article names.

    Parameters
    ----------
    recognisers : optional; what they find speaks for or against a name

    Returns
    -------
    Geoparse
        mentions with exact offsets of the source; a mention below the threshold of belief has
        no place but keeps its candidates, for review.
    """
    with collecting_later() if len(article.text) > LONG_CHARS else nullcontext():
        passage = read_passage(article.text, folded, gazetteer=gazetteer, recognisers=recognisers)
        return _geoparse(article, sentences, passage)


def _geoparse(article: Article, sentences: tuple[Sentence, ...], passage: Passage) -> Geoparse:
    folded, gazetteer = passage.folded, passage.gazetteer
    recognition = recognise_toponyms(passage)
    resolutions = resolve_toponyms(recognition.toponyms, folded, gazetteer=gazetteer)
    roles = _Roles(sentences)
    mentions = []
    for number, resolution in enumerate(resolutions):
        place = compose_place(resolutions, number, folded, gazetteer=gazetteer)
        composed = place is not resolution.place
        begin, finish = find_span(resolution.toponym, folded, composed=composed)
        start, end = folded.origin(begin), folded.end_origin(finish)
        believed = resolution.toponym.score >= THRESHOLD
        mentions.append(
            Mention(
                start=start, end=end, surface=article.text[start:end], role=roles.at(start),
                score=round(resolution.toponym.score, 4), reason=_explain(resolution),
                place=place if believed else None, candidates=resolution.candidates,
            )
        )  # fmt: skip
    discarded = tuple(
        Discarded(reason=d.reason, start=folded.origin(d.start), end=folded.end_origin(d.end))
        for d in recognition.discarded
    )
    return Geoparse(tuple(mentions), discarded)


def _explain(resolution: Resolution) -> str:
    return f"recognition: {resolution.toponym.reason} | resolution: {resolution.reason}"


class _Roles:
    """The role of the sentence at a position; positions are asked in rising order."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self._sentences = sentences
        self._number = 0

    def at(self, position: int) -> SentenceRole:
        while (
            self._number + 1 < len(self._sentences)
            and self._sentences[self._number].end <= position
        ):
            self._number += 1
        return self._sentences[self._number].role if self._sentences else SentenceRole.BODY

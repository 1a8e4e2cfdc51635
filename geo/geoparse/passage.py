"""A text as every step of the geoparser reads it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer
from geo.geoparse.cues import Cues
from geo.geoparse.recognisers import NamedSpans, Recogniser, recognise_spans
from geo.text.fold import Folded

_QUOTATION = re.compile('[«“„][^«»“”„\n]{1,160}[»”]|"[^"\n]{1,160}"')


class Passage(NamedTuple):
    """The source, its match form, the cues found in it, and the gazetteer it is read with.

    `spans` are what optional recognisers found, None when none was asked; `quotations` where
    short quotations begin and end, in order, at the marks of the folded text.
    """

    source: str
    folded: Folded
    cues: Cues
    gazetteer: Gazetteer
    spans: NamedSpans | None = None
    quotations: tuple[tuple[int, int], ...] = ()

    def surface(self, start: int, end: int) -> str:
        """Return the source characters of a span of the folded text."""
        folded = self.folded
        return self.source[folded.origin(start) : folded.end_origin(end)]


def read_passage(
    source: str, folded: Folded, *, gazetteer: Gazetteer, recognisers: Sequence[Recogniser] = ()
) -> Passage:
    """Find the cues of a text, and the named spans of the recognisers if there are any."""
    spans = recognise_spans(source, recognisers)
    quotations = tuple(_find_quotations(folded.text))
    return Passage(source, folded, Cues(folded), gazetteer, spans, quotations)


def _find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quotations of one line begin and end, up to the length of a title."""
    for found in _QUOTATION.finditer(text):
        yield found.start(), found.end() - 1

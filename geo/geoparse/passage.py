"""A text as every step of the geoparser reads it."""

from collections.abc import Sequence
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer
from geo.geoparse.cues import Cues
from geo.geoparse.recognisers import NamedSpans, Recogniser, recognise_spans
from geo.text.fold import Folded


class Passage(NamedTuple):
    """The source, its match form, the cues found in it, and the gazetteer it is read with.

    `spans` are what optional recognisers found, None when none was asked.
    """

    source: str
    folded: Folded
    cues: Cues
    gazetteer: Gazetteer
    spans: NamedSpans | None = None

    def surface(self, start: int, end: int) -> str:
        """Return the source characters of a span of the folded text."""
        folded = self.folded
        return self.source[folded.origin(start) : folded.end_origin(end)]


def read_passage(
    source: str, folded: Folded, *, gazetteer: Gazetteer, recognisers: Sequence[Recogniser] = ()
) -> Passage:
    """Find the cues of a text, and the named spans of the recognisers if there are any."""
    return Passage(source, folded, Cues(folded), gazetteer, recognise_spans(source, recognisers))

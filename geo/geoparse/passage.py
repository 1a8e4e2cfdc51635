"""A text as every step of the geoparser reads it."""

from typing import NamedTuple

from geo.gazetteer.index import Gazetteer
from geo.geoparse.cues import Cues
from geo.text.fold import Folded


class Passage(NamedTuple):
    """The source, its match form, the cues found in it, and the gazetteer it is read with."""

    source: str
    folded: Folded
    cues: Cues
    gazetteer: Gazetteer

    def surface(self, start: int, end: int) -> str:
        """Return the source characters of a span of the folded text."""
        folded = self.folded
        return self.source[folded.origin(start) : folded.end_origin(end)]


def read_passage(source: str, folded: Folded, *, gazetteer: Gazetteer) -> Passage:
    """Find the cues of a text."""
    return Passage(source, folded, Cues(folded), gazetteer)

"""Other recognisers behind one small protocol: their spans enter as one more feature each.

None is needed: the core reads without them. Their libraries are those of
``requirements-ner.txt``, imported when a recogniser is loaded.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from geo.errors import InputError
from geo.tables import read_table

ZERO_SHOT_LABELS = ("location", "person", "organization")
MAX_PIECE_CHARS = 1_000
"""Models read a few hundred words at a time: a text is given to them paragraph by paragraph."""


class Span(NamedTuple):
    """What a recogniser found at ``[start, end)`` of a text: its label and its belief, 0 to 1."""

    start: int
    end: int
    label: str
    score: float


class Recogniser(Protocol):
    """Anything that finds named spans in a text."""

    def recognise(self, text: str) -> list[Span]:
        """Return the named spans of a text, in order."""


class Meaning(StrEnum):
    """What a label says of a span; each is a feature of recognition."""

    PLACE = "recogniser_place"
    OTHER = "recogniser_other"


class SpacyRecogniser:
    """A spaCy pipeline with an entity recogniser.

    Parameters
    ----------
    model : name of an installed pipeline, or a folder that holds one
    """

    def __init__(self, model: str) -> None:
        self._pipeline = _load("spacy", lambda spacy: spacy.load(model), model)

    def recognise(self, text: str) -> list[Span]:
        """Return the entities of a text; spaCy tells no belief, so it is 1."""
        return [
            Span(first + entity.start_char, first + entity.end_char, entity.label_, 1.0)
            for first, piece in split_pieces(text)
            for entity in self._pipeline(piece).ents
        ]


class TokenClassifier:
    """A Hugging Face model that labels tokens.

    Parameters
    ----------
    model : folder of the model, or its name where the hub can be reached
    """

    def __init__(self, model: str) -> None:
        def load(transformers: Any) -> Any:
            return transformers.pipeline(
                "token-classification", model=model, aggregation_strategy="simple"
            )

        self._pipeline = _load("transformers", load, model)

    def recognise(self, text: str) -> list[Span]:
        """Return the grouped entities of a text."""
        return [
            Span(
                first + found["start"],
                first + found["end"],
                found["entity_group"],
                float(found["score"]),
            )
            for first, piece in split_pieces(text)
            for found in self._pipeline(piece)
        ]


class GlinerRecogniser:
    """A GLiNER model, asked for places, persons and organisations.

    Parameters
    ----------
    model : folder of the model, or its name where the hub can be reached
    """

    def __init__(self, model: str) -> None:
        def load(gliner: Any) -> Any:
            return gliner.GLiNER.from_pretrained(model)

        self._model = _load("gliner", load, model)

    def recognise(self, text: str) -> list[Span]:
        """Return the entities of a text."""
        return [
            Span(first + found["start"], first + found["end"], found["label"], found["score"])
            for first, piece in split_pieces(text)
            for found in self._model.predict_entities(piece, list(ZERO_SHOT_LABELS))
        ]


RECOGNISERS: dict[str, Callable[[str], Recogniser]] = {
    "spacy": SpacyRecogniser,
    "transformers": TokenClassifier,
    "gliner": GlinerRecogniser,
}


def load_recogniser(kind: str, model: str) -> Recogniser:
    """Load a recogniser by the name of its library.

    Raises
    ------
    InputError
        when the kind is not known, the library isn't installed or the model can't be loaded
    """
    if kind not in RECOGNISERS:
        raise InputError(f"'{kind}' is no recogniser; give one of {', '.join(RECOGNISERS)}")
    return RECOGNISERS[kind](model)


def _load(library: str, load: Callable[[Any], Any], model: str) -> Any:
    try:
        return load(import_module(library))
    except ImportError as error:
        raise InputError(
            f"recogniser '{library}' is not installed ({error}); "
            "run `pip install -r requirements-ner.txt`"
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"recogniser '{library}' cannot load '{model}': {error}; "
            "give the folder of a saved model"
        ) from error


def split_pieces(text: str) -> Iterable[tuple[int, str]]:
    """Yield the offset and the text of pieces no longer than a model reads, cut at white space."""
    first = 0
    while first < len(text):
        last = min(len(text), first + MAX_PIECE_CHARS)
        if last < len(text):
            cut = max(text.rfind("\n", first, last), text.rfind(" ", first, last)) + 1
            last = cut if cut > first else last
        piece = text[first:last]
        if piece.strip():
            yield first, piece
        first = last


class NamedSpans:
    """The spans that recognisers found in a text, asked by position."""

    def __init__(self, spans: Iterable[Span]) -> None:
        meanings = _read_labels()
        known = [(span, meanings.get(span.label.upper())) for span in spans]
        self._spans = sorted((s.start, s.end, meaning, s.score) for s, meaning in known if meaning)
        self._starts = [span[0] for span in self._spans]
        self._longest = max((end - start for start, end, *_ in self._spans), default=0)

    def features(self, start: int, end: int) -> dict[str, float]:
        """Return what the spans that overlap a name say of it, each with the highest belief."""
        told: dict[str, float] = {}
        number = bisect_left(self._starts, start - self._longest)
        while number < len(self._spans) and self._starts[number] < end:
            _, last, meaning, score = self._spans[number]
            if last > start:
                told[meaning] = max(told.get(meaning, 0.0), round(score, 1))
            number += 1
        return told


def recognise_spans(text: str, recognisers: Sequence[Recogniser]) -> NamedSpans | None:
    """Ask recognisers for the named spans of a text; None when there are no recognisers."""
    if not recognisers:
        return None
    return NamedSpans(span for recogniser in recognisers for span in recogniser.recognise(text))


@cache
def _read_labels() -> dict[str, Meaning]:
    rows = read_table("lexicon/recogniser_labels", "label", "means")
    return {row["label"]: Meaning[row["means"].upper()] for row in rows}

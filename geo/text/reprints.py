"""Reprints: texts that are nearly the same, found by small sketches of their runs of words.

A sketch keeps the smallest hashes of all runs of a few folded words (a bottom-k sketch: Broder,
"On the resemblance and containment of documents", 1997). Two sketches tell how much of the
shorter text stands in the longer one, whatever its headline, its outlet or what was cut.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from sys import byteorder

from geo.text.fold import fold_text

RUN_WORDS = 4
"""How many words in a row are compared; shorter runs are common to unrelated news."""

SKETCH_HASHES = 256
"""How many hashes are kept; a text of no more runs is compared exactly."""

REPRINT_SHARE = 0.5
"""How much of the shorter text stands in the longer one when it is a reprint."""

LEAST_RUNS = 20
"""Texts of fewer runs are too short to say that one is a reprint of the other."""

_HASH_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """How many distinct runs of words a text has, and the smallest of their hashes, sorted."""

    runs: int
    hashes: tuple[int, ...]


def sketch_text(text: str) -> Sketch:
    """Return the sketch of a text; the letters' case, marks and hamza forms make no difference."""
    hashes = hash_runs(text)
    return Sketch(runs=len(hashes), hashes=tuple(nsmallest(SKETCH_HASHES, hashes)))


def hash_runs(text: str) -> frozenset[int]:
    """Return the hashes of all runs of words of a text, such as a sentence."""
    return frozenset(_hash_run(run) for run in _list_runs(fold_text(text).split()))


def measure_share(a: Sketch, b: Sketch) -> float:
    """Return how much of the shorter text stands in the longer one, 0 to 1, estimated.

    >>> whole = sketch_text("gunmen shot two truffle hunters near the town before dawn on Sunday")
    >>> part = sketch_text("two truffle hunters near the town before dawn")
    >>> measure_share(whole, part)
    1.0
    """
    smaller = min(a.runs, b.runs)
    if not smaller:
        return 0.0
    sample = nsmallest(SKETCH_HASHES, {*a.hashes, *b.hashes})
    common = set(a.hashes).intersection(b.hashes)
    alike = sum(one in common for one in sample) / len(sample)
    return min(1.0, alike / (1 + alike) * (a.runs + b.runs) / smaller)


def is_reprint(a: Sketch, b: Sketch) -> bool:
    """Return whether two texts are one text printed twice, edited or cut."""
    return min(a.runs, b.runs) >= LEAST_RUNS and measure_share(a, b) >= REPRINT_SHARE


def pack_sketch(sketch: Sketch) -> bytes:
    """Return a sketch as bytes, the same on every machine."""
    numbers = array("I", (sketch.runs, *sketch.hashes))
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack_sketch(packed: bytes) -> Sketch:
    """Return the sketch that `pack_sketch` packed."""
    numbers = array("I", packed)
    if byteorder == "big":
        numbers.byteswap()
    return Sketch(runs=numbers[0], hashes=tuple(numbers[1:]))


def _list_runs(words: list[str]) -> Iterator[str]:
    """Yield every run of words; of a shorter text the whole."""
    for start in range(max(1, len(words) - RUN_WORDS + 1) if words else 0):
        yield " ".join(words[start : start + RUN_WORDS])


def _hash_run(run: str) -> int:
    digest = blake2b(run.encode(errors="replace"), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(digest, "little")

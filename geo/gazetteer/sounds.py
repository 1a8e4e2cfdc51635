"""How names sound: one form for the many spellings of a name, in Arabic and in Latin letters."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from geo.tables import read_table

_REPEATED = re.compile(r"([^ \n])\1+")
_VOWEL_INSIDE = re.compile(r"(?<=[^\n])[aiu]+")
_VOWEL_FIRST = re.compile(r"(?<![^\n])[aiu]")


def sound_names(folded: Sequence[str]) -> list[str]:
    """Return how folded names sound, words parted by single spaces, articles left out.

    The rules of ``data/lexicon/transliteration.csv`` are applied one after the other.

    >>> sound_names(["al qaim", "القايم", "baghouz", "الباغوز"])
    ['kim', 'kim', 'baGuz', 'baGuz']
    """
    text = "\n".join(f" {name} " for name in folded)
    for written, sound in _read_rules():
        text = text.replace(written, sound)
    return [" ".join(line.split()) for line in _REPEATED.sub(r"\1", text).split("\n")]


def take_consonants(sounds: Iterable[str]) -> list[str]:
    """Return sounds without spaces, and without vowels but for one in front.

    Arabic writes no short vowels: what remains is the same in both scripts.

    >>> take_consonants(["rutba", "rtb", "adlib"])
    ['rtb', 'rtb', 'adlb']
    """
    text = "\n".join(sound.replace(" ", "") for sound in sounds)
    return _VOWEL_INSIDE.sub("", _VOWEL_FIRST.sub("a", text)).split("\n")


@cache
def _read_rules() -> tuple[tuple[str, str], ...]:
    rows = read_table("lexicon/transliteration", "written", "sound")
    return tuple((row["written"].replace("_", " "), row["sound"].replace("_", " ")) for row in rows)

"""The role of a paragraph: caption, byline, dateline or body, from cues that are data."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from geo.models import SentenceRole
from geo.tables import read_table
from geo.text.fold import fold_text

STOPS = ".!?؟۔…"
QUOTES = '"«»“”„‟'
OPENING_QUOTES = "«“„"
OPENERS = r"\"«“„‘(\["
CLOSERS = r"\"»”“’)\]"

_TABLE = "lexicon/roles"
_MAX_BYLINE_CHARS = 100
_MAX_CAPTION_CHARS = 400
_MAX_CREDIT_CHARS = 80
_MAX_DATELINE_CHARS = 110
_MAX_HEADLINE_CHARS = 250
_DASH = r"[-‐-―ـ/|:]"
_DATELINE_MARK = re.compile(r"[-‐-―ـ/|:)\]»]")
_MARKS = "[\u0640\u064b-\u0652]*"
_END_STRIP = '"»”“’)] \u00a0\u200e\u200f'


def find_role(text: str, start: int, end: int) -> SentenceRole:
    """Return caption or byline for a paragraph that a cue shows to be one, else body."""
    if end - start > _MAX_CAPTION_CHARS:
        return SentenceRole.BODY
    cue = _read_cues().match(text, start, end)
    role, _, position = ((cue and cue.lastgroup) or "").partition("_")
    if position == "start":
        return SentenceRole(role)
    if (not role and text[end - 1] not in ")]") or is_closed(text, start, end):
        return SentenceRole.BODY
    if role == "byline" and end - start <= _MAX_BYLINE_CHARS:
        return SentenceRole.BYLINE
    is_caption = role == "caption" or _has_caption_tail(text, start, end)
    return SentenceRole.CAPTION if is_caption else SentenceRole.BODY


def is_closed(text: str, start: int, end: int) -> bool:
    """Return whether a span ends with a closing stop, quotation marks and brackets aside."""
    tail = text[max(start, end - 12) : end].rstrip(_END_STRIP)
    return bool(tail) and tail[-1] in STOPS


def may_be_headline(text: str, start: int, end: int) -> bool:
    """Return whether a paragraph has the form of a headline: short, no full stop, no role."""
    tail = text[start:end].rstrip(_END_STRIP)
    if end - start > _MAX_HEADLINE_CHARS or not tail or tail[-1] in ".…:،,؛;":
        return False
    is_plain = find_role(text, start, end) is SentenceRole.BODY
    return is_plain and dateline_end(text, start, end) == start


def dateline_end(text: str, start: int, end: int) -> int:
    """Return where the dateline at the start of a paragraph ends, `start` when it has none."""
    if end - start > _MAX_CREDIT_CHARS and not _DATELINE_MARK.search(
        text, start, start + _MAX_DATELINE_CHARS
    ):
        return start
    for pattern in _read_datelines():
        found = pattern.match(text, start, end)
        if found:
            return found.end()
    return start


def _has_caption_tail(text: str, start: int, end: int) -> bool:
    """Return whether the paragraph ends with a bracketed credit after words without a stop."""
    found = _read_credits().search(text, max(start, end - _MAX_CREDIT_CHARS), end)
    return found is not None and not is_closed(text, start, found.start())


@cache
def read_abbreviations() -> dict[str, str]:
    """Return the words that a full stop belongs to: ``title`` never, ``end`` may end a sentence."""
    return {row["cue"]: row["position"] for row in _rows("abbreviation")}


@cache
def read_starters() -> frozenset[str]:
    """Return the words that begin a sentence after an abbreviation that may end one."""
    return frozenset(row["cue"] for row in _rows("starter"))


def _cues(role: str, position: str) -> list[str]:
    return [row["cue"] for row in _rows(role) if row["position"] == position]


def _rows(role: str) -> list[dict[str, str]]:
    return [row for row in read_table(_TABLE, "cue", "role", "position") if row["role"] == role]


@cache
def _read_cues() -> re.Pattern[str]:
    """Return the pattern of all cues that begin a paragraph; its last group is the role."""
    return re.compile(
        r"[(\[]?(?:"
        + "|".join(
            f"(?P<{role}_{position}>{_any_of(_cues(role, position))})"
            for role in ("caption", "byline")
            for position in ("start", "open")
        )
        + ")",
        re.IGNORECASE,
    )


@cache
def _read_credits() -> re.Pattern[str]:
    """Return the pattern of a bracketed credit at the end of a caption."""
    credit = _any_of(_cues("caption", "tail"))
    return re.compile(rf"[(\[](?:[^()\[\]]*[^()\[\]\w])?{credit}[^()\[\]]*[)\]]\Z", re.IGNORECASE)


@cache
def _read_datelines() -> tuple[re.Pattern[str], ...]:
    """Return the forms of a dateline, those with an agency's name first."""
    agency = _any_of(row["cue"] for row in _rows("agency"))
    bracketed = rf"[(\[«\"]\s*{agency}[^()\[\]\n]{{0,30}}[)\]»\"]\s*"
    place = r"[^\n!?؟:؛;()\[\]«»\"“”]{0,60}"
    part = r"[^\n.!?؟:؛;()\[\]«»\"“”/|‐-―ـ-]{2,30}?"
    word = r"[\u0620-\u064a]{3,}"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{place}{bracketed}{_DASH}+",
            rf"(?:{part})?{bracketed}\Z",
            rf"\w{{2,30}},?[^\S\n](?:\S{{1,30}}[^\S\n]){{0,2}}[(\[][^()\[\]\n]{{2,40}}[)\]]\s*{_DASH}+",
            rf"(?:{part}\s*{_DASH}\s*){{1,2}}[«\"]?{agency}[»\"]?\s*(?:{_DASH}+|\Z)",
            rf"{agency}\s*[‐-―ـ/|-]+\s*(?:{part}\s*(?:{_DASH}+|\Z))?",
            rf"{agency}\Z",
            rf"{word}-{agency}(?=\s)",
            rf"{word}(?: {word})?[^\S\n]*/[^\S\n]*{agency}(?=\s)",
            r"[A-Z][A-Z'’,\- ]{2,40}(?:,[^\n()]{0,30}?)?\s+[‐-―-]{1,2}\s+(?=[\"“]?[A-Z0-9])",
            rf"{word}(?: {word})?\s+[‐-―ـ-]\s+(?=\S)",
        )
    )


def _any_of(cues: Iterable[str]) -> str:
    """Return a pattern for any of the cues as whole words, letters folded, the longest first."""
    ordered = sorted(set(cues), key=lambda cue: (-len(cue), cue))
    return rf"(?:{'|'.join(map(_loosen, ordered))})(?!\w)"


def _loosen(cue: str) -> str:
    """Return a pattern for a cue in all spellings that fold to the same letters."""
    parts = []
    for character in cue:
        forms = _letter_forms().get(fold_text(character)) if character.isalpha() else None
        if character == " ":
            parts.append(r"\s+")
        else:
            parts.append(f"[{forms}]{_MARKS}" if forms else re.escape(character))
    return "".join(parts)


@cache
def _letter_forms() -> dict[str, str]:
    """Return all Arabic letters that fold to one letter."""
    forms: dict[str, str] = defaultdict(str)
    for code in range(0x0621, 0x06D4):
        if (letter := chr(code)).isalpha() and code != 0x0640:
            forms[fold_text(letter)] += letter
    return dict(forms)

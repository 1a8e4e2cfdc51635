"""The characters of a file's bytes: Unicode first, then the Arabic and Western code pages."""

import codecs
import re

from geo.errors import InputError
from geo.text.language import count_frequent_words

_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"PK\x03\x04")
_CODE_PAGES = ("windows-1256", "iso8859-6", "windows-1252")
_SAMPLE_CHARS = 20_000
_MAX_CONTROLS = 0.1
_SHORT_WORDS = 8
_MIN_READABLE = 0.95
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
_READABLE = re.compile("[\t\n\r -~\u00a0-\u06ff\u2010-\u203a]")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u060c-\u06d3]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def decode_text(data: bytes, *, name: str) -> str:
    """Return the characters of `data`; only a signature (BOM) is dropped, newlines stay.

    UTF-8, UTF-16 and UTF-32 with or without a signature are read, and the code pages
    windows-1256, ISO 8859-6 and windows-1252 when the letters they give make words. Arabic in
    UTF-16 is valid UTF-8, full of control characters: those are looked for first.

    Raises
    ------
    InputError
        When no encoding gives readable text; `name` is the file in the message.
    """
    text = None
    if not data.startswith(_NOT_TEXT):
        text = _decode_signed(data) or _decode_unicode(data)
        text = _decode_code_page(data) if text is None else text
    if text is None:
        raise InputError(
            f"file '{name}' is not text in UTF-8, UTF-16 or windows-1256 "
            "(a PDF, a Word file, an image, or damaged); save it as plain text in UTF-8",
            code="not_text",
        )
    return text


def _decode_signed(data: bytes) -> str | None:
    for signature, encoding in _SIGNATURES:
        if data.startswith(signature):
            text = _try_decode(data[len(signature) :], encoding)
            if text is not None and _share_of(_CONTROL, text) <= _MAX_CONTROLS:
                return text
    return None


def _decode_unicode(data: bytes) -> str | None:
    text = _try_decode(data, "utf-8")
    if text is not None and _share_of(_CONTROL, text) <= _MAX_CONTROLS:
        return text
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try_decode(data, encoding)
        if text and _share_of(_READABLE, text) >= _MIN_READABLE:
            return text
    return None


def _decode_code_page(data: bytes) -> str | None:
    """Return the reading with the most frequent words, None when none gives words."""
    texts = [text for page in _CODE_PAGES if (text := _try_decode(data, page)) is not None]
    scored = [(_score_words(text), -rank) for rank, text in enumerate(texts)]
    score, rank = max(scored, default=(None, 0), key=lambda pair: (pair[0] or -1.0, pair[1]))
    return texts[-rank] if score else None


def _score_words(text: str) -> float | None:
    """Return how much a text decoded from a code page looks like words, None for rubbish.

    Rubbish mixes Arabic and Latin letters in a word, holds control characters or mostly signs,
    or has no frequent word of any language although it is not short.
    """
    sample = text[:_SAMPLE_CHARS]
    words = _WORD.findall(sample)
    mixed = sum(bool(_ARABIC.search(word) and _LATIN.search(word)) for word in words)
    symbols = len("".join(sample.split())) - sum(map(len, words))
    is_rubbish = mixed > 0.02 * len(words) or symbols > 0.4 * len(sample)
    if not words or is_rubbish or _CONTROL.search(sample):
        return None
    counts = count_frequent_words(sample)
    frequent = max(counts.values(), default=0) / len(words)
    is_arabic = len(_ARABIC.findall(sample)) > len(_LATIN.findall(sample))
    if frequent >= 0.03 or (is_arabic and len(words) < _SHORT_WORDS):
        return frequent + 0.01
    return None


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share_of(pattern: re.Pattern[str], text: str) -> float:
    sample = text[:_SAMPLE_CHARS]
    return len(pattern.findall(sample)) / max(1, len(sample))

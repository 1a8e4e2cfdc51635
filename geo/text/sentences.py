"""Sentences of an article: spans over its untouched text, each with its role."""

import re
from collections.abc import Iterator

from geo.models import Article, Sentence, SentenceRole
from geo.text import roles
from geo.text.roles import CLOSERS, STOPS

MAX_SENTENCE_CHARS = 1200
"""A longer run without a stop is cut at white space."""

_MAX_WRAP_CHARS = 130
_MAX_DATELINE_PARAGRAPHS = 6
_STOP = re.compile(rf"([{STOPS}]++)[{CLOSERS}]*+(?=(\s*+)[{roles.OPENERS}]*(\S))")
_AFTER_WORDS = f'{STOPS}"»”“’)] '
_MAX_WORD_CHARS = 40
_DOTS = re.compile(r"\.\.+|…+")
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"(?:\w\.)+\w")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_QUOTE_MARK = re.compile(f"[{roles.QUOTES}]")

Span = tuple[int, int]


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """Split an article into sentences; every non-blank character is in exactly one of them.

    A line is a paragraph, unless its text is wrapped at a fixed width. A headline, a caption, a
    byline and a dateline are spans of their own; a sentence within quotation marks is a quote,
    all else is body. The cues of the roles and the abbreviations are rows of
    ``data/lexicon/roles.csv``. Time grows linearly with the text.

    >>> article = Article(id="a", sha256="", text="الأنبار (واع) - قتل 3.5 بالمئة. وأضاف.")
    >>> [article.text[s.start : s.end] for s in split_sentences(article)]
    ['الأنبار (واع) -', 'قتل 3.5 بالمئة.', 'وأضاف.']
    """
    text = article.text
    sentences: list[Sentence] = []
    paragraphs = split_paragraphs(text)
    headline = find_headline(text, paragraphs, title=article.title)
    for number, (start, end) in enumerate(paragraphs):
        role = SentenceRole.HEADLINE if number == headline else roles.find_role(text, start, end)
        if role is not SentenceRole.BODY:
            sentences += _sentences(text, (start, end), role, number)
            continue
        body = start
        if number < _MAX_DATELINE_PARAGRAPHS:
            body = roles.dateline_end(text, start, end)
        if body > start:
            dateline = _trim(text, start, body)
            sentences += _sentences(text, dateline, SentenceRole.DATELINE, number)
            body = _skip_blanks(text, body, end)
        if body < end:
            sentences += _split_body(text, body, end, number)
    return tuple(sentences)


def split_paragraphs(text: str) -> list[Span]:
    """Return the spans of the paragraphs, without the white space around them."""
    lines, position = [], 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        start = position + (line.find(stripped[0]) if stripped else 0)
        lines.append((start, start + len(stripped)))
        position += len(line)
    return _join_wrapped(text, lines)


def find_headline(text: str, paragraphs: list[Span], *, title: str = "") -> int | None:
    """Return the number of the paragraph that is the headline, None when there is none.

    It is the paragraph that equals `title`; else the first one, when it has no closing stop and
    stands apart from what follows: by a blank line, or because a much longer paragraph or a
    dateline comes next.
    """
    wanted = title.split()
    for number, (start, end) in enumerate(paragraphs[:3]):
        if wanted and text[start:end].split() == wanted:
            return number
    return 0 if len(paragraphs) > 1 and _is_headline(text, *paragraphs[:2]) else None


def _is_headline(text: str, first: Span, second: Span) -> bool:
    start, end = first
    if not roles.may_be_headline(text, start, end):
        return False
    stands_apart = len(text[end : second[0]].splitlines()) > 1
    longer = second[1] - second[0] > max(100, 1.5 * (end - start))
    return stands_apart or longer or roles.dateline_end(text, *second) > second[0]


def _join_wrapped(text: str, lines: list[Span]) -> list[Span]:
    """Join lines that were broken only because the next word did not fit the width.

    Blank lines close a paragraph. A text with a line longer than `_MAX_WRAP_CHARS` is not
    wrapped at all.
    """
    width = max((end - start for start, end in lines), default=0)
    if width > _MAX_WRAP_CHARS:
        return [line for line in lines if line[0] < line[1]]
    joined: list[Span] = []
    previous: Span | None = None
    for line in lines:
        if line[0] == line[1]:
            previous = None
            continue
        if previous and _is_wrapped(text, previous, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        previous = line
    return joined


def _is_wrapped(text: str, line: Span, following: Span, width: int) -> bool:
    """Return whether the first word of the following line did not fit into this one."""
    start, end = line
    word = text[following[0] : following[1]].split(None, 1)[0]
    return end - start + 1 + len(word) > width > 40 and not roles.is_closed(text, start, end)


def _split_body(text: str, start: int, end: int, number: int) -> list[Sentence]:
    """Return the sentences of a paragraph of the body."""
    spans = _find_spans(text, start, end)
    if len(spans) == 1 and text[start] not in roles.QUOTES:
        return _sentences(text, spans[0], SentenceRole.BODY, number)
    quotes = _find_quotes(text, start, end)[::-1]
    sentences: list[Sentence] = []
    for span in spans:
        while quotes and quotes[-1][1] <= span[0]:
            quotes.pop()
        is_quoted = quotes and _is_within(text, span, quotes[-1])
        role = SentenceRole.QUOTE if is_quoted else SentenceRole.BODY
        sentences += _sentences(text, span, role, number)
    return sentences


def _sentences(text: str, span: Span, role: SentenceRole, number: int) -> list[Sentence]:
    """Return a span as one sentence, as several where it is too long."""
    short = span[1] - span[0] <= MAX_SENTENCE_CHARS
    return [
        Sentence(start=start, end=end, role=role, paragraph=number)
        for start, end in ([span] if short else _cut_long(text, span))
    ]


def _find_spans(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of a paragraph's sentences, at least one."""
    spans, first = [], start
    last_word_end = start + len(text[start:end].rstrip(_AFTER_WORDS))
    for mark in STOPS:
        if text.find(mark, start, last_word_end) >= 0:
            break
    else:
        return [(start, end)]
    for stop in _STOP.finditer(text, start, last_word_end):
        if _ends_sentence(text, first, stop):
            spans.append((first, stop.end()))
            first = stop.end(2)
    return [*spans, (first, end)]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether a stop that something follows ends the sentence begun at `start`."""
    mark, gap, following = stop.groups()
    if not gap:
        return _ends_without_gap(text, start, stop)
    if _DOTS.fullmatch(mark):
        return following.isupper()
    if following.islower():
        return False
    return mark != "." or not _is_abbreviated(text, start, stop)


def _ends_without_gap(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether a stop ends a sentence although the next one follows at once."""
    mark, _, following = stop.groups()
    before = text[max(start, stop.start() - _MAX_WORD_CHARS) : stop.start()].rstrip()
    if not before or (len(mark) > 1 and _DOTS.fullmatch(mark)):
        return False
    if _ARABIC_LETTER.match(following):
        is_arabic = _ARABIC_LETTER.match(before[-1]) is not None or before[-1] in CLOSERS
        return is_arabic and (mark != "." or not _is_abbreviated(text, start, stop))
    lower_follows = text[stop.end(3) : stop.end(3) + 1].islower()
    return before[-2:].islower() and following.isupper() and lower_follows


def _is_abbreviated(text: str, start: int, stop: re.Match[str]) -> bool:
    """Return whether the full stop belongs to the word before it and ends no sentence."""
    before = text[max(start, stop.start() - _MAX_WORD_CHARS) : stop.start()]
    if not before or before[-1].isspace():
        return False
    rest, _, word = f" {before}".replace("\n", " ").rpartition(" ")
    word = word.lstrip(roles.OPENERS)
    if word.isdigit():
        return len(before) < _MAX_WORD_CHARS and not rest.strip()
    known = roles.read_abbreviations().get(word)
    if known == "end" or (known is None and _ACRONYM.fullmatch(word)):
        return not _starts_sentence(text, stop.start(3))
    is_initial = len(word) == 1 and word.isalpha() and not rest.rstrip()[-1:].isdigit()
    return known == "title" or is_initial


def _starts_sentence(text: str, start: int) -> bool:
    word = _WORD.match(text, start)
    return word is not None and word[0] in roles.read_starters()


def _find_quotes(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of a paragraph between quotation marks; an open one ends with it.

    Any mark opens; any mark closes but a second opening one, since Arabic pages mix and
    reverse them.
    """
    quotes: list[Span] = []
    opened: int | None = None
    for mark in _QUOTE_MARK.finditer(text, start, end):
        if opened is None:
            opened = mark.start()
        elif mark[0] != text[opened] or mark[0] not in roles.OPENING_QUOTES:
            quotes.append((opened, mark.end()))
            opened = None
    return quotes if opened is None else [*quotes, (opened, end)]


def _is_within(text: str, span: Span, quote: Span) -> bool:
    start, end = span
    return quote[0] <= start and len(text[start:end].rstrip(f"{STOPS} ")) <= quote[1] - start


def _cut_long(text: str, span: Span) -> Iterator[Span]:
    """Yield a span in pieces of at most `MAX_SENTENCE_CHARS`, cut at white space."""
    start, end = span
    while end - start > MAX_SENTENCE_CHARS:
        head = text[start : start + MAX_SENTENCE_CHARS].rsplit(None, 1)[0]
        yield start, start + len(head)
        start = _skip_blanks(text, start + len(head), end)
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> Span:
    return start, start + len(text[start:end].rstrip())


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start

"""Articles from text files, folders and pasted text, with their manifest."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from geo.errors import InputError
from geo.models import Article, Publication, SentenceRole
from geo.text.encoding import decode_text
from geo.text.language import detect_language
from geo.text.manifest import MANIFEST_NAME, NOT_KNOWN, Manifest, ManifestRow, read_manifest
from geo.text.publication import parse_publication
from geo.text.roles import STOPS
from geo.text.sentences import find_headline, split_paragraphs, split_sentences

_LETTER = re.compile(r"[^\W\d_]")
_OPENING_WORDS = 8
_MAX_OPENING_CHARS = 120
_MARKS = f"{STOPS}،,؛;:"
_TELLING_ROLES = frozenset({SentenceRole.BODY, SentenceRole.QUOTE})


def read_articles(
    paths: Iterable[Path], *, manifest: Path | None = None, published: str | None = None
) -> list[Article]:
    """Read all articles of files and folders; see `scan_articles`.

    Raises `InputError` that names every file that cannot be read.
    """
    results = list(scan_articles(paths, manifest=manifest, published=published))
    _raise_all([result for result in results if isinstance(result, InputError)])
    return [result for result in results if isinstance(result, Article)]


def scan_articles(
    paths: Iterable[Path], *, manifest: Path | None = None, published: str | None = None
) -> Iterator[Article | InputError]:
    """Yield the errors of paths without a text, then an article or an error for every text.

    Parameters
    ----------
    paths : files, or folders whose ``*.txt`` are read, sorted, subfolders too
    manifest : CSV that describes them; without it the ``manifest.csv`` beside each file
    published : ISO day, month, year or ``FIRST/LAST`` for articles the manifest gives no date

    Raises
    ------
    InputError
        Before anything is read: no path that holds a text, an unknown date, a defective
        manifest.
    """
    fallback = parse_publication(published or "", name="--published")
    given = [Path(path) for path in paths]
    files, defects = _find_files(given)
    if not files:
        _raise_all(defects)
    folders = {path for path in given if path.is_dir()} | {file.parent for file in files}
    described = _describe(files, sorted(folders), manifest)
    articles = (
        _try_article(path, shown, described.get(path), fallback) for path, shown in files.items()
    )
    return chain(defects, articles)


def make_article(  # noqa: PLR0913 - the fields of an article
    text: str,
    *,
    title: str = "",
    outlet: str = "",
    url: str = "",
    language: str = "",
    published: Publication = NOT_KNOWN,
    path: str = "",
    data: bytes | None = None,
) -> Article:
    """Make an article of a text, which stays untouched.

    Without a `title` the headline of the text is taken, else the first words of its first
    sentence; without a `language` its script decides.
    `data` are the bytes of the file the text came from, for its sha256; without them those of
    the text in UTF-8. The id is a hash of the text alone.

    Raises
    ------
    InputError
        When the text has no letter, or holds half a character (a lone surrogate).
    """
    name = path or title or "pasted text"
    if not _LETTER.search(text):
        raise InputError(
            f"'{name}' is empty: it has no word; give a file with the article's text",
            code="no_words",
        )
    encoded = _encode(text, name)
    _encode(f"{title}{outlet}{url}{language}", name)
    article = Article(
        id=f"a-{hashlib.sha256(encoded).hexdigest()[:16]}",
        text=text,
        sha256=hashlib.sha256(encoded if data is None else data).hexdigest(),
        path=path,
        title=" ".join(title.split()) or _read_headline(text),
        outlet=outlet.strip(),
        url=url.strip(),
        language=language.strip().lower() or detect_language(text),
        published=published,
    )
    return article if article.title else replace(article, title=_read_opening(article))


def _read_headline(text: str) -> str:
    paragraphs = split_paragraphs(text)
    number = find_headline(text, paragraphs)
    return "" if number is None else " ".join(text[slice(*paragraphs[number])].split())


def _read_opening(article: Article) -> str:
    """Return the first words of the news, and dots: they stand for a title, and are none."""
    sentences = split_sentences(article)
    told = (one for one in sentences if one.role in _TELLING_ROLES)
    first = next(told, sentences[0])
    words = article.text[first.start : first.end].split(maxsplit=_OPENING_WORDS)
    opening = " ".join(words[:_OPENING_WORDS])[:_MAX_OPENING_CHARS]
    return f"{opening.rstrip(_MARKS)} …"


def _encode(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"'{name}' holds half a character at {error.start} (a lone surrogate); "
            "copy the text again from its source",
            code="half_character",
        ) from error


def _find_files(paths: list[Path]) -> tuple[dict[Path, str], list[InputError]]:
    """Return every text file once with its shown name, never an absolute path, and the defects."""
    files: dict[Path, tuple[Path, str]] = {}
    defects: list[InputError] = []
    for path in paths:
        try:
            for file, shown in _find_texts(path):
                files.setdefault(file.resolve(), (file, shown))
        except OSError as error:
            message = f"'{path}' cannot be read ({error.strerror}); check it"
            defects.append(InputError(message, code="unreadable"))
        except InputError as error:
            defects.append(error)
    if not files and not defects:
        defects = [InputError("no text given; name a text file or a folder with *.txt files")]
    return dict(files.values()), defects


def _raise_all(defects: list[InputError]) -> None:
    if defects:
        raise InputError("\n".join(map(str, defects)), code=defects[0].code)


def _find_texts(path: Path) -> list[tuple[Path, str]]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*.txt") if file.is_file())
        if not found:
            raise InputError(
                f"folder '{path}' has no *.txt file; put the articles there as text",
                code="no_texts",
            )
        return [(file, _shown_in(path, file)) for file in found]
    if not path.exists():
        raise InputError(f"file '{path}' is not there; check the name, or give a folder")
    if not path.is_file():
        raise InputError(f"'{path}' is no file and no folder; give a text file")
    if path.name == MANIFEST_NAME:
        return []
    return [(path, _show(path.name if path.is_absolute() else path.as_posix()))]


def _shown_in(folder: Path, file: Path) -> str:
    inner = file.relative_to(folder).as_posix()
    return _show(f"{folder.name}/{inner}" if folder.is_absolute() else file.as_posix())


def _show(name: str) -> str:
    """Return a file's name as text; bytes of it that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _describe(
    files: Iterable[Path], folders: list[Path], manifest: Path | None
) -> dict[Path, ManifestRow]:
    """Return the manifest's row of each file that has one."""
    if manifest is not None:
        manifests = [read_manifest(manifest, folders=folders)]
    else:
        manifests = _read_manifests(folders)
    return {
        file: row
        for file in files
        for found in manifests
        if (row := found.rows.get(file.resolve())) is not None
    }


def _read_manifests(folders: list[Path]) -> list[Manifest]:
    """Read the manifests that lie in folders; all their defects are raised at once."""
    manifests: list[Manifest] = []
    defects: list[InputError] = []
    for folder in folders:
        if (folder / MANIFEST_NAME).is_file():
            try:
                manifests.append(read_manifest(folder / MANIFEST_NAME))
            except InputError as error:
                defects.append(error)
    _raise_all(defects)
    return manifests


def _try_article(
    path: Path, shown: str, row: ManifestRow | None, fallback: Publication
) -> Article | InputError:
    try:
        return _read_article(path, shown, row or ManifestRow(), fallback)
    except InputError as error:
        return error
    except OSError as error:
        message = f"file '{path}' cannot be read ({error.strerror}); check it"
        return InputError(message, code="unreadable")


def _read_article(path: Path, shown: str, row: ManifestRow, fallback: Publication) -> Article:
    data = path.read_bytes()
    if not data.strip():
        raise InputError(
            f"file '{path}' is empty; put the article's text into it or remove it",
            code="no_words",
        )
    return make_article(
        decode_text(data, name=str(path)),
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        language=row.language,
        published=fallback if fallback.bounds() and not row.published.bounds() else row.published,
        path=shown,
        data=data,
    )

"""Texts that a reader pastes or uploads: read, kept, and reported on one by one."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.errors import InputError
from geo.facts.corridors import fact_shape
from geo.models import Article, Extraction, Publication
from geo.pipeline import pipeline_fingerprint, read_article
from geo.store import Store
from geo.text.articles import make_article, scan_articles
from geo.text.manifest import MANIFEST_NAME

_NAME_MOST = 120


class Outcome(StrEnum):
    """What became of a text; what is known is the same text, told the same about, read before."""

    READ = "read"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one text: what was found in it, or why it was not read.

    `problem` is the code of an error, `detail` its exact message.
    """

    name: str
    outcome: Outcome
    article_id: str = ""
    mentions: int = 0
    facts: int = 0
    discarded: int = 0
    problem: str = ""
    detail: str = ""


def read_pasted(text: str, *, title: str, outlet: str, published: str | None) -> Article:
    """Return the article of a pasted text; raises `InputError` for a text without words."""
    return make_article(
        text, title=title, outlet=outlet, published=Publication(day=published, source="reader")
    )


def read_uploads(files: Sequence[UploadedFile]) -> Iterator[Article | InputError]:
    """Yield an article, or the error that names its file, for every upload.

    A ``manifest.csv`` among the files describes the others; its defects are raised. File names
    are never paths: each text lies under a plain name in a folder of its own while it is read.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = _write_uploads(files, folder)
        try:
            for result in scan_articles([folder]):
                yield _rename(result, shown, folder)
        except InputError as error:
            raise _rename_error(error, shown, folder) from error


def keep_article(store: Store, article: Article) -> Report:
    """Read an article that is not known yet, keep the reading, and say what was found."""
    name = article.path or article.title or article.id
    if store.known(article, fingerprint=pipeline_fingerprint()):
        document = store.load_document(article.id)
        counts = {part: len(document[part]) for part in ("mentions", "facts", "discarded")}
        return Report(name=name, outcome=Outcome.KNOWN, article_id=article.id, **counts)
    extraction = read_article(article)
    keep_reading(store, extraction)
    return Report(
        name=name,
        outcome=Outcome.READ,
        article_id=article.id,
        mentions=len(extraction.mentions),
        facts=len(extraction.facts),
        discarded=len(extraction.discarded),
    )


def keep_reading(store: Store, extraction: Extraction) -> None:
    """Keep one reading in the store."""
    store.save([extraction], fingerprint=pipeline_fingerprint(), shape_of=fact_shape)


def _write_uploads(files: Sequence[UploadedFile], folder: Path) -> dict[str, str]:
    """Write uploads under their names where these are plain; return the shown name by name."""
    shown: dict[str, str] = {}
    for number, file in enumerate(files):
        name = file.name if _is_plain(file.name) and file.name not in shown else f"{number:04}.txt"
        shown[name] = file.name[:_NAME_MOST]
        (folder / name).write_bytes(file.getvalue())
    return shown


def _is_plain(name: str) -> bool:
    stem, _, suffix = name.rpartition(".")
    plain = bool(stem) and all(c.isalnum() or c in "._- " for c in stem) and stem[0] not in ". "
    return plain and len(name) <= _NAME_MOST and (suffix == "txt" or name == MANIFEST_NAME)


def _rename(
    result: Article | InputError, shown: dict[str, str], folder: Path
) -> Article | InputError:
    """Return the article, or the error, with the name of its upload in place of the file's."""
    if isinstance(result, InputError):
        return _rename_error(result, shown, folder)
    name = Path(result.path).name
    return replace(result, path=shown.get(name, name))


def _rename_error(error: InputError, shown: dict[str, str], folder: Path) -> InputError:
    message = str(error)
    for name, upload in shown.items():
        message = message.replace(f"'{folder / name}'", f"'{upload}'")
    return InputError(message, code=error.code)


def report_article(store: Store, result: Article | InputError) -> Report:
    """Keep an article and report on it; an error is reported as it is."""
    if isinstance(result, InputError):
        named = re.search(r"'([^']*)'", str(result))
        name = named[1] if named else ""
        return Report(name=name, outcome=Outcome.REFUSED, problem=result.code, detail=str(result))
    return keep_article(store, result)

"""Uploads: read beside their manifest, named as the reader named them, never as a path."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from geo.errors import InputError
from geo.store import open_store
from pages.uploads import Outcome, keep_article, read_pasted, read_uploads

TEXT = "خطف مسلحون ثلاثة أشخاص في الرطبة.\n"


def upload(name: str, content: str) -> Any:
    return SimpleNamespace(name=name, getvalue=content.encode)


def test_a_name_that_is_a_path_stays_a_name() -> None:
    results = list(read_uploads([upload("../../etc/one.txt", TEXT), upload("empty.txt", " ")]))
    assert results[0].path == "../../etc/one.txt"
    assert str(results[1]) == (
        "file 'empty.txt' is empty; put the article's text into it or remove it"
    )


def test_a_manifest_that_names_another_file_is_refused_by_its_own_name() -> None:
    files = [upload("one.txt", TEXT), upload("manifest.csv", "file,title\ntwo.txt,x\n")]
    with pytest.raises(InputError) as refused:
        list(read_uploads(files))
    assert str(refused.value) == (
        "manifest 'manifest.csv': line 2: file 'two.txt' is not there; correct or remove the row"
    )


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        pytest.param(TEXT, "", "خطف مسلحون ثلاثة أشخاص في الرطبة …", id="all-its-words"),
        pytest.param(TEXT * 3, "", "خطف مسلحون ثلاثة أشخاص في الرطبة …", id="first-sentence"),
        pytest.param(TEXT, "خبر", "خبر", id="given"),
    ],
)
def test_a_pasted_text_without_a_title_is_named_by_its_first_words(
    text: str, title: str, name: str
) -> None:
    article = read_pasted(text, title=title, outlet="", published=None)
    assert article.title == name
    assert article.text == text


def test_a_known_text_is_not_read_twice(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'masar.sqlite'}")
    article = read_pasted(TEXT, title="", outlet="", published=None)
    first, second = keep_article(store, article), keep_article(store, article)
    assert (first.outcome, second.outcome) == (Outcome.READ, Outcome.KNOWN)
    assert second.facts == first.facts == 1
    store.close()

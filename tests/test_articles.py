"""Articles from files, folders and manifests: text untouched, bad input named."""

import codecs
import hashlib
import os
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.models import Publication
from geo.settings import SEEDS_DIR
from geo.text.articles import make_article, read_articles, scan_articles
from geo.text.encoding import decode_text
from geo.text.language import detect_language

ARABIC = "قال مصدر أمني إن مسلحين عبروا الحدود من سوريا إلى العراق في ليلة الأحد.\n"
FRENCH = "Le porte-parole a déclaré que les forces étaient à la frontière près de la ville.\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_seeds_keep_their_text_and_take_their_manifest() -> None:
    first, second = read_articles([SEEDS_DIR])
    data = (SEEDS_DIR / "000_17fe4e071c8851b0.txt").read_bytes()
    assert (first.text.encode(), first.sha256) == (data, hashlib.sha256(data).hexdigest())
    assert first.path == "seeds/000_17fe4e071c8851b0.txt"
    assert first.title == first.text.splitlines()[0]
    assert (first.published.day, first.language) == ("2019-02-22", "ar")
    assert second.published.bounds() == ("2019-02-09", "2019-04-30")
    assert (second.title, second.outlet) == (
        "قال ضابط عراقي مسؤول إن «العمليات العسكرية التي …", "Al-Quds Al-Arabi (quoted)",
    )  # fmt: skip


def test_newlines_and_bidi_marks_stay(tmp_path: Path) -> None:
    text = "\u200fالقائم\r\n\r\nقتل\u202e ثلاثة\u202c.\r"
    article = read_articles([write(tmp_path, "a.txt", codecs.BOM_UTF8 + text.encode())])[0]
    assert article.text == text
    assert article.id == f"a-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((ARABIC, e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
        *((ARABIC, e) for e in ("utf-32", "windows-1256", "iso8859-6")),
        *((FRENCH, e) for e in ("utf-8", "utf-16-be", "windows-1252")),
        pytest.param("مقتل ثلاثة", "windows-1256", id="short-windows-1256"),
        pytest.param("الأنبار", "utf-16-le", id="one-word-utf-16-without-nul"),
        pytest.param("الأنبار\0القائم", "utf-8", id="nul-byte"),
    ],
)
def test_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), name="a.txt") == text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 4, id="every-byte"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06", id="image"),
        pytest.param(b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj", id="pdf"),
        pytest.param(
            "Военные сообщили в понедельник, что боевики перешли границу недалеко от города".encode(
                "koi8-r"
            ),
            id="russian",
        ),
    ],
)
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"file 'x\.txt' is not text.*save it as plain text"):
        decode_text(data, name="x.txt")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        ("Fighters crossed near Sinjar", "en"),
        (FRENCH, "fr"),
        ("این مرد که از مرز آمد و با ما بود به این شهر را در جنگ دید", "fa"),
        ("2019", ""),
    ],
)
def test_language_is_detected(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("files", "published", "message"),
    [
        pytest.param({}, None, r"has no \*\.txt file", id="folder-without-texts"),
        pytest.param({"a.txt": b""}, None, r"a\.txt' is empty", id="empty"),
        pytest.param({"a.txt": " \n\u200f "}, None, r"a\.txt' is empty", id="blank"),
        pytest.param({"a.txt": b"12 - 34"}, None, r"a\.txt' is empty: it has no word", id="digits"),
        pytest.param({"a.txt": "x"}, "22/02/2019", "'22/02/2019' is no known date", id="date"),
        pytest.param({"a.txt": "x"}, "2019-02-30", "'2019-02-30' is no known date", id="no-day"),
        pytest.param({"a.txt": "x"}, "2019-03/2019-02", "ends before it begins", id="backwards"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, files: dict[str, str | bytes], published: str | None, message: str
) -> None:
    for name, content in files.items():
        write(tmp_path, name, content)
    with pytest.raises(InputError, match=message):
        read_articles([tmp_path], published=published)


def test_missing_paths_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_articles([tmp_path / "x.txt", tmp_path / "y"])
    assert [line.endswith("or give a folder") for line in str(error.value).splitlines()] == [
        True,
        True,
    ]


def test_a_bad_file_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    for name, content in {"a.txt": b"\xff\xfe\0", "b.txt": ARABIC, "sub/c.txt": b""}.items():
        write(tmp_path, name, content)
    results = list(scan_articles([tmp_path]))
    assert [isinstance(result, InputError) for result in results] == [True, False, True]


@pytest.mark.parametrize(
    ("manifest", "defects"),
    [
        pytest.param("file,titel\na.txt,x\n", ["unknown column 'titel'"], id="wrong-column"),
        pytest.param("title\nx\n", ["no column 'file'"], id="no-file-column"),
        pytest.param("", ["no column 'file'"], id="empty"),
        pytest.param("file;title\na.txt;x\n", ["unknown column 'file;title'"], id="semicolons"),
        pytest.param(
            "file,published,published_after,published_before,language,url\n"
            "b.txt,,,,,\n"
            "a.txt,soon,2019-02-09,2019-02-01,Arabic!,javascript:x\n"
            "a.txt,2019-03-01,,2019-02-01,,\n",
            [
                "line 2: file 'b.txt' is not there",
                "line 3: 'Arabic!' is no language code",
                "line 3: 'javascript:x' is no address",
                "line 3, published_after and published_before: .* ends before it begins",
                "line 4: published 2019-03-01 is outside of published_after",
            ],
            id="all-at-once",
        ),
        pytest.param("file\na.txt\n./a.txt\n", ["line 3: .* has two rows"], id="twice"),
        pytest.param("file,title\na.txt,x,y\n", ["line 2 has too many cells"], id="ragged"),
    ],
)
def test_manifest_defects_are_named(tmp_path: Path, manifest: str, defects: list[str]) -> None:
    write(tmp_path, "a.txt", ARABIC)
    write(tmp_path, "manifest.csv", manifest)
    with pytest.raises(InputError, match=r"manifest '.*manifest\.csv'") as error:
        read_articles([tmp_path])
    assert error.match(".*".join(defects))


def test_published_fills_only_what_the_manifest_leaves_open(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ARABIC)
    write(tmp_path, "b.txt", ARABIC)
    write(tmp_path, "meta.csv", "file,published\na.txt,2018-12-31\n")
    articles = read_articles([tmp_path], manifest=tmp_path / "meta.csv", published="2019-02")
    assert [article.published.bounds() for article in articles] == [
        ("2018-12-31", "2018-12-31"),
        ("2019-02-01", "2019-02-28"),
    ]


def test_a_file_named_twice_is_read_once_and_never_shown_with_its_machine(tmp_path: Path) -> None:
    path = write(tmp_path, "folder/a.txt", ARABIC)
    articles = read_articles([path.parent, path, path.parent / ".." / "folder"])
    assert [article.path for article in articles] == ["folder/a.txt"]


def test_a_file_name_that_is_not_utf8_is_shown_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xe3.txt")
    try:
        path.write_text(ARABIC, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert read_articles([path])[0].path == "\ufffd.txt"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("RAWA (Reuters) - Two were shot.", "Two were shot …", id="no-dateline"),
        pytest.param("One, two, three, four, five, six, seven, eight, nine.",
                     "One, two, three, four, five, six, seven, eight …", id="no-comma-at-its-end"),
        pytest.param("صورة (أرشيف)\nقال ضابط إنهم فروا.\n", "قال ضابط إنهم فروا …",
                     id="no-caption"),
    ],
)  # fmt: skip
def test_a_text_without_a_headline_is_titled_by_its_first_words(text: str, title: str) -> None:
    assert make_article(text).title == title


def test_pasted_text_is_checked_like_a_file() -> None:
    article = make_article("Title line\n\nText.", published=Publication(day="2019-02-22"))
    assert (article.title, article.language, article.path) == ("Title line", "en", "")
    for text in ("", " \n\0", "half \ud83d"):
        with pytest.raises(InputError):
            make_article(text)

"""Hostile texts in every field of an article: every screen shows them as written, runs nothing."""

import dataclasses
import html
import json
from pathlib import Path

import pytest
from conftest import OpenPage
from forms import upload_files, wait_idle
from hostile_texts import list_hostile
from maps import wait_shown
from playwright.sync_api import Page, expect
from view_samples import BADUSH, RABIA, RUTBA, make_extraction, quote_of

from geo.models import (
    AttributionClass,
    Candidate,
    DateInterval,
    DatePrecision,
    Extraction,
    Fact,
    Kind,
    Mention,
    Modality,
    Place,
    SentenceRole,
)

pytestmark = pytest.mark.browser

TEXTS = list_hostile()
ON_MAP = sum(1 for number in range(len(TEXTS)) if number % 5 != 4 and number % 7)


def shown(text: str) -> str:
    """Return a text as the pages show it: control characters by their pictures."""
    return "".join(chr(0x2400 + ord(c)) if ord(c) < 32 and c not in "\t\n\r" else c for c in text)


def rename(place: Place, text: str, number: int) -> Place:
    return dataclasses.replace(place, id=f"{place.id}-{number}", name_ar=text, name_en=text)


def make_fact(text: str, number: int, article_text: str) -> Fact:
    kinds = (Kind.INCIDENT, Kind.MOVEMENT, Kind.PRESENCE, Kind.SECURITY, Kind.CLAIM)
    types = ("kidnapping", "infiltration", "hideout", "raid", "warning")
    place = rename(RUTBA, text, number)
    return Fact(
        id=f"f-hostile-{number:03}", kind=kinds[number % 5], type=types[number % 5],
        modality=Modality.ASSERTED if number % 7 else Modality.FEARED, places=(place,),
        origin=rename(BADUSH, text, number) if number % 5 == 1 else None,
        destinations=(rename(RABIA, text, number),) if number % 5 == 1 else (),
        date=DateInterval(
            start="2019-02-17", end="2019-02-17", precision=DatePrecision.DAY, text=text
        ),
        actor=text, target=text, attribution=text, review=text, mode=text,
        attribution_class=AttributionClass.WITNESS,
        evidence=(quote_of(article_text, text),), score=0.5,
    )  # fmt: skip


def make_hostile(number: int, text: str) -> Extraction:
    """Return a reading whose every foreign text is hostile."""
    article_text = f"{text}\n{text} في الرطبة\n{text}"
    fact = make_fact(text, number, article_text)
    extraction = make_extraction(
        text=article_text, title=text, outlet=text, name=f"{number:03}", facts=(fact,)
    )
    start = article_text.index(text)
    mention = Mention(
        start=start, end=start + len(text), surface=text, role=SentenceRole.BODY, score=0.9,
        reason=text, place=fact.places[0],
        candidates=(Candidate(place=fact.places[0], score=0.9, reason=text),),
    )  # fmt: skip
    article = dataclasses.replace(extraction.article, url=text, path=f"{text}.txt")
    return dataclasses.replace(extraction, article=article, mentions=(mention,))


@pytest.fixture(scope="module")
def readings() -> list[Extraction]:
    return [make_hostile(number, text) for number, text in enumerate(TEXTS)]


def check_nothing_ran(page: Page) -> None:
    page.wait_for_timeout(700)
    assert page.evaluate("window.__hit") is None
    for frame in page.frames:
        assert frame.evaluate("window.__hit || null") is None
    assert page.locator("[data-testid=stMain] script, [data-testid=stMain] img").count() == 0
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


@pytest.mark.parametrize(
    "screen",
    [
        pytest.param("?panel=evidence", id="map"),
        pytest.param("?panel=claims", id="claims"),
        pytest.param("?panel=off_map", id="off-map"),
        pytest.param("?panel=list", id="list"),
        pytest.param("corridors?", id="corridors"),
        pytest.param("analysis?", id="analysis"),
        pytest.param("articles?", id="articles"),
    ],
)
def test_screens_run_nothing(open_page: OpenPage, address: str, screen: str) -> None:
    page = open_page(f"{address}/{screen}&lang=ar", ready="[data-testid=stMain] .masar")
    page.wait_for_timeout(1500)
    check_nothing_ran(page)


def test_evidence_shows_every_text_as_written(open_page: OpenPage, address: str) -> None:
    for start in range(0, len(TEXTS), 12):
        numbers = range(start, min(start + 12, len(TEXTS)))
        facts = ",".join(f"f-hostile-{number:03}" for number in numbers)
        page = open_page(f"{address}/?lang=en&fact={facts}", ready=".masar-evidence")
        expect(page.locator(".masar-evidence")).to_have_count(len(numbers))
        for number, card in zip(numbers, page.locator(".masar-evidence").all(), strict=True):
            passage = card.locator(".masar-passage").first.text_content()
            assert passage.strip() == shown(TEXTS[number]).strip()
            assert card.locator("footer bdi").first.text_content() == shown(TEXTS[number])
        check_nothing_ran(page)
        page.close()


def test_lists_show_every_text_as_written(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/articles?lang=en", ready=".table tbody tr")
    titles = page.locator(".table tbody tr td:first-child").all_text_contents()
    assert sorted(titles) == sorted(map(shown, TEXTS))
    page.goto(f"{address}/?lang=en&panel=list")
    page.wait_for_selector(".table tbody tr")
    quotes = page.locator(".table tbody td:last-child").all_text_contents()
    assert sorted(quotes) == sorted(map(shown, TEXTS))
    check_nothing_ran(page)


def test_article_filter_lists_titles_as_written(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, ON_MAP)
    page.get_by_text("More filters").click()
    wait_idle(page)
    box = page.get_by_role("combobox", name="Article")
    box.click()
    box.press_sequentially("material")
    option = page.get_by_role("option").first
    expect(option).to_have_text(":material/delete: :smile: `code` <b>غامق</b>")
    check_nothing_ran(page)


def test_map_is_sent_no_article_text(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&fact=f-hostile-000")
    wait_shown(page, ON_MAP)
    frame = next(frame for frame in page.frames if "st_folium" in frame.url)
    sent = frame.evaluate("JSON.stringify(masar.pages[0].told) + document.body.innerHTML")
    for text in TEXTS:
        assert text not in sent
        assert html.escape(text) not in sent
        assert json.dumps(text)[1:-1] not in sent


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=window.top.__hit=1>.txt",
        "..\\..\\x.txt",
        "{{ 7*7 }}.txt",
        "a:b*?.txt",
        "\u202egnp.txt",
    ],
)
def test_uploaded_names_are_shown_as_written(open_page: OpenPage, address: str, name: str) -> None:
    page = open_page(f"{address}/articles?lang=en", ready="h1")
    page.get_by_role("radio", name="Add texts").click()
    text = f"خطف مسلحون رجلاً في الرطبة {name}"
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    upload_files(page, [file])
    cell = page.locator(".table tbody td").first
    expect(cell).to_have_text(name.replace("/", "_"), timeout=30_000)
    check_nothing_ran(page)


def test_standalone_page_runs_nothing(open_page: OpenPage, address: str, tmp_path: Path) -> None:
    page = open_page(f"{address}/?lang=en")
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Map page").click()
    waiting.value.save_as(tmp_path / "facts.html")
    alone = page.context.new_page()
    alone.goto((tmp_path / "facts.html").as_uri())
    alone.wait_for_selector("#map[data-shown]")
    quotes = alone.locator("main blockquote").all_text_contents()
    assert {shown(text) for text in TEXTS} <= set(quotes)
    alone.wait_for_timeout(500)
    assert alone.evaluate("window.__hit || null") is None
    assert alone.locator("main img, main script, main iframe").count() == 0

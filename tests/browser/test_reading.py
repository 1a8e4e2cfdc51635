"""The page of articles in a real browser: marks, what was left out, long texts, many articles."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OpenPage
from forms import settle, upload_files
from playwright.sync_api import Page, expect
from view_samples import RUTBA, TEXT, make_extraction

from geo.models import Article, Candidate, Discarded, Extraction, Mention, Publication, SentenceRole
from geo.store import open_store

pytestmark = pytest.mark.browser

WORDS = {
    "ar": {"left": "المتروك", "reason": "«مداهمة» مذكور مرتين في الجملة", "next": "الواقعة التالية",
           "review": "اسم لم يُحدَّد مكانه: للمراجعة", "known": "معروف من قبل",
           "add": "إضافة نصوص", "read": "قراءة الملفات"},
    "en": {"left": "Left out", "reason": "'Raid' is told twice in the sentence",
           "next": "Next fact", "review": "Place name without a place: for review",
           "known": "known already", "add": "Add texts", "read": "Read the files"},
}  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


def make_reading() -> Extraction:
    """Return the synthetic reading with a toponym for review and something left out."""
    extraction = make_extraction()
    start, left = TEXT.index("مصدر"), TEXT.index("القوات")
    review = Mention(
        start=start, end=start + 4, surface="مصدر", role=SentenceRole.BODY, score=0.2,
        reason="recognition: organisation-4.0 | resolution: curated+1.0", place=None,
        candidates=(Candidate(place=RUTBA, score=0.7, reason="curated+1.0"),),
    )  # fmt: skip
    dropped = Discarded(reason="repeated(raid): told twice", start=left, end=left + 6)
    published = Publication(after="2019-02-09", before="2019-02-22", source="manifest")
    return replace(
        extraction,
        article=replace(extraction.article, published=published),
        mentions=(*extraction.mentions, review),
        discarded=(dropped,),
    )


def make_plain(number: int, text: str) -> Extraction:
    article = Article(id=f"a-{number:03}", text=text, sha256=f"{number}", path=f"{number:03}.txt")
    return Extraction(article=article)


@pytest.fixture(scope="module")
def readings() -> list[Extraction]:
    long_text = "\n".join(f"سطر {number} " + "كلمة " * 60 for number in range(600))
    plain = [make_plain(number, f"نص {number} بلا وقائع") for number in range(300)]
    return [make_reading(), *plain, make_plain(300, long_text)]


def open_reader(open_page: OpenPage, address: str, language: str, **options: object) -> Page:
    article = make_extraction().article.id
    path = f"{address}/articles?lang={language}&read={article}"
    page = open_page(path, ready=".reader mark", **options)
    settle(page)
    return page


@LANGUAGES
def test_left_out_is_listed_and_marked_with_its_reason(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_reader(open_page, address, language)
    words = WORDS[language]
    expect(page.locator("mark.left")).to_have_count(0)
    page.get_by_text(f"{words['left']} (1)").click()
    expect(page.locator("mark.left")).to_have_attribute("title", words["reason"])
    page.locator(".st-key-left_out_table tbody button").click()
    expect(page.locator("mark.left.chosen")).to_have_text("القوات")
    expect(page.locator(".st-key-reader_panel .masar-card")).to_contain_text(words["reason"])


@LANGUAGES
def test_name_without_a_place_shows_its_candidates(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_reader(open_page, address, language)
    page.locator("mark.unplaced").click()
    card = page.locator(".st-key-reader_panel .masar-candidates").first
    expect(card).to_contain_text(WORDS[language]["review"])
    expect(card.locator("ol")).to_contain_text({"ar": "الرطبة", "en": "Rutba"}[language])


@LANGUAGES
def test_marks_are_reached_and_opened_by_keyboard(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_reader(open_page, address, language)
    page.get_by_role("button", name=WORDS[language]["next"]).focus()
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.querySelector('.st-key-reader *') && "
        "[...document.querySelectorAll('*')].map(e => (e.shadowRoot || e).activeElement)"
        ".concat(document.activeElement).some(e => e && e.tagName === 'MARK')"
    )
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-reader_panel .masar-evidence").first).to_be_visible()


@LANGUAGES
def test_key_leads_from_fact_to_fact(open_page: OpenPage, address: str, language: str) -> None:
    page = open_reader(open_page, address, language)
    first = page.locator("mark.incident").first
    first.focus()
    page.keyboard.press("n")
    page.wait_for_url("**fact=f-synthetic-00*")
    expect(page.locator("mark.chosen").first).to_contain_text("خطف")
    settle(page)
    page.keyboard.press("n")
    page.wait_for_url("**fact=f-synthetic-01*")
    expect(page.locator("mark.chosen").first).to_contain_text("داهمت")
    settle(page)
    page.keyboard.press("p")
    page.wait_for_url("**fact=f-synthetic-00*")


@LANGUAGES
def test_legend_names_the_marks_that_there_are(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_reader(open_page, address, language)
    expect(page.locator(".legend .mark")).to_have_count(7)
    expect(page.locator(".legend .mark.unplaced")).to_have_text(WORDS[language]["review"])


@LANGUAGES
def test_bounds_of_the_date_are_shown(open_page: OpenPage, address: str, language: str) -> None:
    page = open_reader(open_page, address, language)
    bounds = page.locator(".masar-who")
    expect(bounds).to_contain_text("2019-02-09")
    expect(bounds).to_contain_text("2019-02-22")


def test_many_articles_are_searched(open_page: OpenPage, address: str) -> None:
    page = open_reader(open_page, address, "en")
    rows = page.locator(".st-key-articles_table tbody tr")
    expect(rows).to_have_count(300)
    box = page.get_by_role("textbox", name="Search in title, outlet, date")
    box.fill("217.txt")
    box.press("Enter")
    expect(rows).to_have_count(1)
    settle(page)
    rows.locator("button").click()
    expect(page.locator(".reader p")).to_have_text(["نص 217 بلا وقائع"])
    expect(page.get_by_text("No fact and no place name was found")).to_be_visible()


def test_long_text_is_shown_part_by_part(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/articles?lang=ar&read=a-300", ready=".reader p")
    expect(page.locator(".reader p").first).to_contain_text("سطر 0 ")
    settle(page)
    part = page.get_by_test_id("stNumberInputField")
    part.fill("2")
    part.press("Enter")
    expect(page.locator(".reader p").first).not_to_contain_text("سطر 0 ")
    assert "سطر" in page.locator(".reader p").first.text_content()


def test_phone_shows_text_and_evidence_in_its_width(open_page: OpenPage, address: str) -> None:
    page = open_reader(open_page, address, "ar", viewport={"width": 390, "height": 844})
    page.locator("mark.security").first.click()
    expect(page.locator(".masar-evidence").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    text, panel = page.locator(".reader .text"), page.locator(".st-key-reader_panel")
    assert text.bounding_box()["width"] > 330
    small_map = page.locator(".st-key-small_map_frame")
    assert panel.bounding_box()["y"] < small_map.bounding_box()["y"]


@LANGUAGES
def test_text_that_is_known_is_not_read_twice(
    open_page: OpenPage, serve: Callable[[str], str], tmp_path: Path, language: str
) -> None:
    url = f"sqlite:///{tmp_path / 'masar.sqlite'}"
    words = WORDS[language]
    page = open_page(f"{serve(url)}/articles?lang={language}", ready="h1")
    page.get_by_role("radio", name=words["add"]).click()
    file = {"mimeType": "text/plain", "buffer": TEXT.encode()}
    files = [{"name": name, **file} for name in ("one.txt", "<b>two</b>.txt")]
    upload_files(page, files, read=words["read"])
    cells = page.locator(".st-key-report_table tbody tr")
    expect(cells).to_have_count(2, timeout=60_000)
    expect(page.locator("td[data-name=outcome]", has_text=words["known"])).to_have_count(1)
    expect(page.locator("td[data-name=file]", has_text="<b>two</b>.txt")).to_have_count(1)
    assert len(open_store(url).article_list()) == 1

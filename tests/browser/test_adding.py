"""Adding texts in a real browser: what was refused and why, and what became of the rest."""

from collections.abc import Callable

import pytest
from conftest import OpenPage
from forms import upload_files, wait_idle
from playwright.sync_api import Page, expect
from view_samples import TEXT

pytestmark = pytest.mark.browser

PDF = {"name": "report.txt", "mimeType": "text/plain", "buffer": b"%PDF-1.4 \x00\x01\x02"}
GOOD = {"name": "one.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[str], str]) -> str:
    return serve(f"sqlite:///{tmp_path_factory.mktemp('store') / 'masar.sqlite'}")


def open_adding(open_page: OpenPage, address: str, language: str, **options: object) -> Page:
    page = open_page(f"{address}/articles?lang={language}", ready="h1", **options)
    add = {"ar": "إضافة نصوص", "en": "Add texts"}[language]
    page.get_by_role("radio", name=add).click()
    expect(page.get_by_role("textbox").first).to_be_visible()
    wait_idle(page)
    return page


def test_refused_file_is_told_in_arabic_with_the_exact_message(
    open_page: OpenPage, address: str
) -> None:
    page = open_adding(open_page, address, "ar")
    upload_files(page, [PDF, GOOD], read="قراءة الملفات")
    row = page.locator(".st-key-report_table tbody tr").first
    expect(row.locator("td[data-name=outcome]")).to_have_text("لم يُقرأ", timeout=60_000)
    expect(row.locator("td[data-name=problem]")).to_contain_text("هذا ليس نصاً عادياً")
    expect(row.locator("td[data-name=detail]")).to_contain_text("file 'report.txt' is not text")


def test_refused_manifest_is_told_in_arabic(open_page: OpenPage, address: str) -> None:
    page = open_adding(open_page, address, "ar")
    table = b"file,title\ntwo.txt,x\n"
    manifest = {"name": "manifest.csv", "mimeType": "text/csv", "buffer": table}
    upload_files(page, [GOOD, manifest], read="قراءة الملفات")
    told = page.locator(".masar-help")
    expect(told).to_contain_text("في manifest.csv أخطاء")
    expect(told.locator("[lang=en]")).to_contain_text("line 2: file 'two.txt' is not there")
    assert told.locator("[lang=en]").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_file_of_another_kind_is_refused_in_arabic(open_page: OpenPage, address: str) -> None:
    page = open_adding(open_page, address, "ar")
    word = {"name": "a.doc", "mimeType": "application/msword", "buffer": b"x"}
    page.locator("input[type=file]").set_input_files([word])
    expect(page.get_by_text("ملفات application/msword غير مقبولة")).to_be_visible()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_became_of_a_pasted_text_is_in_view(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_adding(open_page, address, language, viewport={"width": 1360, "height": 620})
    page.get_by_role("textbox").first.fill("داهمت القوات وكراً في الرطبة. وقتل ثلاثة مسلحين هناك.")
    page.get_by_role("button", name={"ar": "قراءة النص", "en": "Read the text"}[language]).click()
    name = page.locator(".st-key-report_table td[data-name=file]")
    expect(name).to_have_text("داهمت القوات وكراً في الرطبة …", timeout=60_000)
    expect(name).to_be_in_viewport()

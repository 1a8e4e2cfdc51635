"""The page that opens from disk: no network, both languages, mark to evidence and back, phone."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from maps import read_names
from playwright.sync_api import Browser, Page, expect
from view_samples import GAO, make_abroad, make_extraction, shape_of

from geo.frames import facts_frame
from geo.models import Extraction
from geo.viz.layers import Look
from geo.viz.standalone import standalone_bytes

pytestmark = pytest.mark.browser

ON_MAP = 7


def open_from_disk(
    browser: Browser, folder: Path, language: str, *, width: int = 1366, height: int = 800,
    readings: Sequence[Extraction] = (), on_map: int = ON_MAP,
) -> tuple[Page, list[str]]:  # fmt: skip
    """Open the page without a network; return it with what it asked of any host."""
    frame = facts_frame(readings or [make_extraction()], shape_of=shape_of)
    path = folder / "facts.html"
    path.write_bytes(standalone_bytes(frame, look=Look(language=language, tools=False)))
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector(f'#map[data-shown="{on_map}"]')
    return page, [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


@pytest.mark.parametrize(
    ("language", "legend", "back"),
    [("ar", "حوادث", "عرض كل الوقائع"), ("en", "Incidents", "Show all facts")],
)
def test_mark_leads_to_its_evidence_and_back(
    browser: Browser, tmp_path: Path, language: str, legend: str, back: str
) -> None:
    page, asked = open_from_disk(browser, tmp_path, language)
    cards = page.locator("main ol > li:visible")
    expect(page.get_by_text(legend).first).to_be_visible()
    row = page.locator("li[data-row]", has_text="داهمت وكراً").get_attribute("data-row")
    page.mouse.click(*page.evaluate(f"masar.pages[0].place({row})"))
    expect(cards).to_have_count(2)
    page.get_by_role("button", name=back).click()
    expect(cards).to_have_count(10)
    assert asked == []
    page.context.close()


def test_card_is_chosen_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    page, _ = open_from_disk(browser, tmp_path, "en")
    page.locator("li[data-row] h4[role=button]").first.press("Enter")
    expect(page.locator("li[data-chosen]")).to_have_count(1)
    page.wait_for_function("masar.pages[0].told.chosen.length === 1")
    page.context.close()


def test_phone_brings_the_list_into_view(browser: Browser, tmp_path: Path) -> None:
    page, _ = open_from_disk(browser, tmp_path, "ar", width=390, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    row = page.locator("li[data-row]", has_text="داهمت وكراً").get_attribute("data-row")
    page.mouse.click(*page.evaluate(f"masar.pages[0].place({row})"))
    expect(page.locator("#heading")).to_be_in_viewport()
    page.context.close()


def test_page_carries_the_world_where_its_marks_lie_afar(browser: Browser, tmp_path: Path) -> None:
    page, asked = open_from_disk(browser, tmp_path, "ar", readings=[make_abroad(GAO)], on_map=1)
    assert {"مالي", "غاو"} <= set(read_names(page))
    assert page.evaluate("masar.pages[0].map.getMinZoom()") == 2
    assert asked == []
    page.context.close()

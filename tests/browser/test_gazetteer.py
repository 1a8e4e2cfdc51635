"""The gazetteer in a real browser: outlines, what lies around a place, its facts on the map."""

import pytest
from conftest import OpenPage
from forms import settle
from maps import wait_shown
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])


def place_map(page: Page) -> Frame:
    frame = page.wait_for_selector(".st-key-small_map_frame iframe").content_frame()
    frame.wait_for_function("window.masar && masar.pages && masar.pages[0].told")
    return frame


@pytest.mark.parametrize(
    ("place", "is_closed"),
    [
        pytest.param("IQ-AN", True, id="province"),
        pytest.param("iraq-syria-border", False, id="border"),
    ],
)
def test_outline_of_a_place_is_drawn(
    open_page: OpenPage, address: str, place: str, is_closed: bool
) -> None:  # fmt: skip
    page = open_page(f"{address}/gazetteer?lang=en&at={place}")
    frame = place_map(page)
    frame.wait_for_function("masar.pages[0].told.outline")
    outline = frame.evaluate("masar.pages[0].told.outline")
    assert 20 < sum(map(len, outline)) <= 300
    assert (outline[0][0] == outline[0][-1]) is is_closed
    shown = "([lon, lat]) => masar.pages[0].map.getBounds().contains([lat, lon])"
    frame.wait_for_function(f"masar.pages[0].told.outline.flat().every({shown})")


def test_town_without_a_shape_is_a_circle(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/gazetteer?lang=en&at=rutba")
    frame = place_map(page)
    assert frame.evaluate("masar.pages[0].told.outline") is None
    assert frame.evaluate("masar.pages[0].told.focus[2]") > 0


@LANGUAGES
def test_neighbours_and_holders_lead_to_their_own_entry(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_page(f"{address}/gazetteer?lang={language}&at=qaim")
    around = page.locator(".st-key-around_table tbody")
    province = {"ar": "الأنبار", "en": "Anbar"}[language]
    near = around.locator("tr[data-id=husaybah] td[data-name=distance]")
    expect(near).to_contain_text({"ar": "كم شمال غرب", "en": "km northwest"}[language])
    settle(page)
    around.get_by_role("button", name=province, exact=True).click()
    page.wait_for_url("**at=IQ-AN*")
    expect(page.locator(".masar-card h4")).to_have_text(province)


@LANGUAGES
def test_facts_of_a_place_are_counted_and_shown_on_the_map(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_page(f"{address}/gazetteer?lang={language}&at=rutba")
    counts = page.locator(".masar-counts b")
    expect(counts).to_have_text(["2", "1"])
    settle(page)
    show = {"ar": "إظهار هذه الوقائع على الخريطة", "en": "Show these facts on the map"}[language]
    page.get_by_role("button", name=show).click()
    wait_shown(page, 2)
    page.wait_for_url("**place=rutba*")
    page.get_by_role("button", name={"ar": "مسح المكان", "en": "Clear the place"}[language]).click()
    wait_shown(page, 7)


@LANGUAGES
def test_coordinates_are_written_from_left_to_right(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_page(f"{address}/gazetteer?lang={language}&at=rutba")
    position = page.get_by_test_id("stCode")
    expect(position).to_contain_text("33.0360, 40.2860")
    way = position.locator("pre").evaluate("e => getComputedStyle(e).direction")
    assert way == "ltr"


def test_new_search_leaves_the_place_before(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/gazetteer?lang=en&at=qaim")
    expect(page.locator(".masar-card h4")).to_have_text("al-Qaim")
    settle(page)
    box = page.get_by_role("textbox", name="Search for a place")
    box.fill("Sinjar")
    box.press("Enter")
    expect(page.locator(".masar-card h4")).to_have_text("Sinjar")

"""Facts far from the home area in a real browser: the map goes there and says what it lacks."""

import pytest
from conftest import OpenPage
from maps import ask_map, map_frame, wait_shown
from playwright.sync_api import expect
from view_samples import CAIRO, GAO, make_abroad, make_extraction

from geo.models import Extraction

pytestmark = pytest.mark.browser

READINGS = {place.id: make_abroad(place) for place in (GAO, CAIRO)}
ENDS = ".masar-ends"
SEEN = "[m.map.getCenter().lat.toFixed(1), m.map.getCenter().lng.toFixed(1), m.map.getZoom()]"


@pytest.fixture(scope="module")
def readings() -> list[Extraction]:
    return [make_extraction(), *READINGS.values()]


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "لا خريطة أساس مرفقة"), ("en", "No base map ships")]
)
def test_map_opens_on_an_article_from_where_no_base_map_is(
    open_page: OpenPage, address: str, language: str, words: str
) -> None:
    page = open_page(f"{address}/?lang={language}&article={READINGS['gao'].article.id}")
    wait_shown(page, 1)
    assert ask_map(page, SEEN) == ["16.3", "-0.0", 8]
    expect(map_frame(page).locator(ENDS)).to_contain_text(words)
    page.locator(".st-key-reset_filters button").click()
    wait_shown(page, 9)
    assert ask_map(page, "m.map.getBounds().contains([33.04, 40.28])") is True
    expect(map_frame(page).locator(ENDS)).to_be_hidden()


def test_map_goes_to_a_neighbour_and_back_home(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/articles?lang=en&read={READINGS['cairo'].article.id}")
    frame = page.wait_for_selector(".st-key-small_map_frame iframe").content_frame()
    frame.wait_for_selector('.leaflet-container[data-shown="1"]')
    assert frame.evaluate("masar.pages[0].map.getCenter().lng.toFixed(1)") == "31.3"
    expect(frame.locator(ENDS)).to_be_hidden()
    home = make_extraction().article.id
    row = page.locator(f".st-key-articles_table tr[data-id='{home}'] button")
    row.click()
    frame.wait_for_selector('.leaflet-container[data-shown="7"]')
    assert frame.evaluate("masar.pages[0].map.getBounds().contains([33.04, 40.28])") is True

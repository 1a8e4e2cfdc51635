"""Facts far from the home area in a real browser: the map goes there and shows what is around."""

import pytest
from conftest import OpenPage
from maps import ask_map, count_pixels, map_frame, read_names, wait_shown
from playwright.sync_api import expect
from view_samples import CAIRO, GAO, make_abroad, make_extraction

from geo.models import Extraction

pytestmark = pytest.mark.browser

READINGS = {place.id: make_abroad(place) for place in (GAO, CAIRO)}
ENDS = ".masar-ends"
LAND = (0xE9, 0xED, 0xEE)
ASKED = "[...m.basemap.asked].sort()"
SEEN = "[m.map.getCenter().lat.toFixed(1), m.map.getCenter().lng.toFixed(1), m.map.getZoom()]"


@pytest.fixture(scope="module")
def readings() -> list[Extraction]:
    return [make_extraction(), *READINGS.values()]


@pytest.mark.parametrize(
    ("language", "names", "coarse"),
    [("ar", {"مالي", "نيامي", "غاو"}, "تقريبية"), ("en", {"Mali", "Niamey", "Gao"}, "Coarse map")],
)
def test_map_opens_on_an_article_from_afar_among_outlines_and_names(
    open_page: OpenPage, address: str, language: str, names: set[str], coarse: str
) -> None:
    page = open_page(f"{address}/?lang={language}&article={READINGS['gao'].article.id}")
    wait_shown(page, 1)
    assert ask_map(page, SEEN) == ["16.3", "-0.0", 6]
    assert names <= set(read_names(map_frame(page)))
    assert count_pixels(page, LAND, within=1) > 100_000
    expect(map_frame(page).locator(ENDS)).to_be_hidden()
    ask_map(page, "m.map.setZoom(8, { animate: false })._zoom")
    expect(map_frame(page).locator(ENDS)).to_contain_text(coarse)
    page.locator(".st-key-reset_filters button").click()
    wait_shown(page, 9)
    assert ask_map(page, "m.map.getBounds().contains([33.04, 40.28])") is True
    expect(map_frame(page).locator(ENDS)).to_be_hidden()


def test_world_is_fetched_only_when_the_map_looks_there(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, 9)
    assert ask_map(page, ASKED) == ["near_labels"]
    ask_map(page, "m.map.setView([34, 42], 9, { animate: false })._zoom")
    ask_map(page, "m.map.setView([37.1, 37.4], 9, { animate: false })._zoom")
    assert ask_map(page, ASKED) == ["near_labels", "world_labels"]
    ask_map(page, "m.map.setZoom(2, { animate: false })._zoom")
    assert {"Canada", "China", "Brazil"} <= set(read_names(map_frame(page)))


def test_map_says_where_the_world_could_not_be_fetched(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, 9)
    page.route("**/world_*", lambda route: route.abort())
    ask_map(page, "m.map.setView([16, 0], 6, { animate: false })._zoom")
    expect(map_frame(page).locator(ENDS)).to_contain_text("No base map here")


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

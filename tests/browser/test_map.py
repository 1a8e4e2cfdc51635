"""The map page as a reader uses it, in a real browser with every outside address blocked."""

from pathlib import Path

import pytest
from conftest import OpenPage
from geojson_check import check_geojson
from maps import ask_map, click_row, count_pixels, map_frame, wait_shown
from playwright.sync_api import Page, expect

from geo.query import is_drawn
from geo.store import open_store
from geo.viz.scene import build_scene

pytestmark = pytest.mark.browser

LAND, RIVER = (252, 252, 249), (143, 187, 220)
INCIDENT, SECURITY = (200, 67, 11), (10, 107, 176)
ON_MAP, ALL, IN_NINEVEH = 7, 10, 4


@pytest.fixture(scope="module")
def rows(store_url: str) -> dict[str, int]:
    """Return the row of the scene by the type of its fact."""
    frame = open_store(store_url).load_facts()
    assert is_drawn(frame).sum() == ON_MAP
    return {kind: row for row, kind in enumerate(frame["type"].iloc[build_scene(frame).rows])}


def choose_province(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Province").fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")


def test_basemap_and_marks_are_painted(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, ON_MAP)
    assert count_pixels(page, LAND) > 50_000
    assert count_pixels(page, RIVER) > 500
    assert count_pixels(page, INCIDENT) > 150
    assert count_pixels(page, SECURITY) > 300


def test_no_bootstrap_font_awesome_or_jquery_is_loaded(open_page: OpenPage, address: str) -> None:
    frame = map_frame(open_page(f"{address}/?lang=en"))
    loaded = frame.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert any("scene/masar-" in name for name in loaded)
    assert not [n for n in loaded if any(w in n for w in ("bootstrap", "awesome", "jquery"))]


def test_zoom_and_frame_outlive_every_filter(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, ON_MAP)
    map_frame(page).evaluate("masar.pages[0].map.setView([33.5, 41.0], 9); window.same = true")
    page.wait_for_url("**view=33.5*")
    choose_province(page, "Nineveh")
    wait_shown(page, IN_NINEVEH)
    page.get_by_text("Presence", exact=True).click()
    wait_shown(page, 0)
    page.locator(".st-key-reset_filters button").click()
    wait_shown(page, ON_MAP)
    assert ask_map(page, "[m.map.getZoom(), window.same]") == [9, True]
    assert ask_map(page, "m.map.getCenter().lat.toFixed(2)") == "33.50"


def test_date_filter_matches_overlap_and_undated(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&from=2019-01-25&to=2019-01-28")
    wait_shown(page, 6)
    page.get_by_text("Include undated facts").click()
    wait_shown(page, 5)
    page.wait_for_url("**undated=0*")


def test_click_shows_the_sentence_right_to_left(
    open_page: OpenPage, address: str, rows: dict[str, int]
) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, ON_MAP)
    click_row(page, rows["execution"])
    quote = page.locator("mark.masar-quote")
    expect(quote.first).to_contain_text("وأعدم مسلحون ثلاثة أشخاص")
    passage = page.locator(".masar-passage").first
    assert passage.evaluate("e => getComputedStyle(e).direction") == "rtl"
    expect(page.locator(".masar-evidence")).to_contain_text("Badush · Nineveh")
    expect(page.locator(".masar-evidence")).to_contain_text("2019-01-01 – 2019-01-31 (month)")
    page.wait_for_url("**fact=f-synthetic-05*")


def test_spot_with_two_facts_opens_a_list(
    open_page: OpenPage, address: str, rows: dict[str, int]
) -> None:
    page = open_page(f"{address}/?lang=ar")
    wait_shown(page, ON_MAP)
    click_row(page, rows["raid"])
    expect(page.get_by_text("وقائع هذا الموضع: 2")).to_be_visible()
    expect(page.locator(".masar-evidence")).to_have_count(2)
    assert page.locator(".masar").first.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_counts_add_up_and_say_why(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&panel=off_map")
    expect(page.locator(".masar-counts")).to_have_text(
        f"On the map {ON_MAP}Not on the map {ALL - ON_MAP}Facts shown {ALL} of {ALL}"
    )
    expect(page.locator(".masar-reasons li")).to_have_count(3)
    expect(page.locator(".masar-card .masar-reason")).to_have_count(3)


def test_claims_have_number_and_source(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&panel=claims")
    expect(page.locator(".masar-number")).to_have_text("5,000 to 7,000 fighters")
    expect(page.locator(".masar-who")).to_have_text("Unnamed official")


def test_address_alone_brings_back_the_view(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=ar&province=IQ-NI&view=36,42.5,8&fact=f-synthetic-05")
    wait_shown(page, IN_NINEVEH)
    assert ask_map(page, "m.map.getZoom()") == 8
    expect(page.locator("mark.masar-quote").first).to_contain_text("وأعدم مسلحون")


def test_download_is_the_geojson_of_what_is_shown(
    open_page: OpenPage, address: str, tmp_path: Path
) -> None:
    page = open_page(f"{address}/?lang=en&province=IQ-NI")
    wait_shown(page, IN_NINEVEH)
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="GeoJSON").click()
    waiting.value.save_as(tmp_path / "facts.geojson")
    data = (tmp_path / "facts.geojson").read_bytes()
    assert check_geojson(data) == []
    assert data.count(b'"type":"Feature"') == IN_NINEVEH + 1
    assert "وأعدم مسلحون ثلاثة أشخاص".encode() in data


@pytest.mark.parametrize("language", ["ar", "en"])
def test_marks_are_walked_and_opened_by_keyboard(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_page(f"{address}/?lang={language}")
    wait_shown(page, ON_MAP)
    frame = map_frame(page)
    walk, voice = frame.locator(".masar-walk"), frame.locator(".masar-voice")
    frame.locator(".leaflet-container").focus()
    page.keyboard.press("Tab")
    expect(walk).to_be_focused()
    places = []
    for number in range(1, 7):
        expect(voice).to_contain_text(f"{number} / 6: ")
        places.append(voice.inner_text())
        page.keyboard.press("ArrowDown")
    assert len(set(places)) == 6
    page.keyboard.press("Home")
    expect(voice).to_contain_text("1 / 6: ")
    expect(frame.locator(".masar-tip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".masar-evidence")).to_contain_text(
        "ربيعة" if language == "ar" else "Rabia"
    )
    page.wait_for_url("**fact=f-synthetic-06*")


def test_row_of_the_list_moves_the_map_to_its_mark(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&panel=list&view=36.8,42.1,9")
    wait_shown(page, ON_MAP)
    page.get_by_role("button", name="Raid", exact=True).click()
    map_frame(page).wait_for_function(
        "(m => m.getBounds().contains([33.038, 40.284]) && m.getZoom() === 9)(masar.pages[0].map)"
    )


def test_filters_that_match_nothing_say_so_and_can_be_cleared(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{address}/?lang=en&q=nowhere&province=IQ-NI")
    wait_shown(page, 0)
    expect(page.locator(".masar-help-title")).to_have_text("No fact matches the filters.")
    page.locator(".st-key-panel_body").get_by_role("button", name="Clear all filters").click()
    wait_shown(page, ON_MAP)
    expect(page.get_by_role("textbox", name="Search in the text")).to_have_value("")
    page.wait_for_url(lambda url: "q=" not in url and "province=" not in url)


def test_legend_opens_and_stays_as_it_was_left(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    legend = map_frame(page).locator(".masar-legend")
    expect(legend).to_contain_text("Incidents")
    expect(legend.locator("ul")).to_be_hidden()
    legend.locator("summary").click()
    expect(legend.locator("ul")).to_be_visible()
    page.reload()
    expect(map_frame(page).locator(".masar-legend ul")).to_be_visible()


def test_marks_do_not_cover_one_another(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&view=35,42,5")
    wait_shown(page, ON_MAP)
    boxes = ask_map(page, "m.marks.boxes.map((one) => one.box)")
    assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
                   for i, a in enumerate(boxes) for b in boxes[:i])  # fmt: skip

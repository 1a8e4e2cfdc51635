"""Every screen in a real browser: language, timeline, drawn areas, tables, reader, uploads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OpenPage
from forms import upload_files
from maps import ask_map, map_frame, wait_shown
from playwright.sync_api import Page, expect
from view_samples import TEXT

from geo.store import open_store

pytestmark = pytest.mark.browser

SCREENS = ("", "corridors", "analysis", "articles", "gazetteer", "method")
ON_MAP, IN_NINEVEH = 7, 4


def test_deep_address_is_the_first_page_of_a_server(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/corridors?lang=en", ready="h1")
    expect(page.get_by_role("heading", name="Corridors", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Gazetteer")).to_be_visible()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen_has_its_direction_and_no_error(
    open_page: OpenPage, address: str, screen: str, language: str
) -> None:
    page = open_page(f"{address}/{screen}?lang={language}", ready="[data-testid=stMain] .masar")
    page.wait_for_timeout(1500)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    way = page.locator("[data-testid=stMain] .masar").first
    wanted = "rtl" if language == "ar" else "ltr"
    assert way.evaluate("e => getComputedStyle(e).direction") == wanted


@pytest.mark.parametrize(
    ("language", "direction", "title", "menu"),
    [("ar", "rtl", "الخريطة · مسار", "الشاشات"), ("en", "ltr", "Map · Masar", "App pages")],
)
def test_document_has_language_direction_and_title(
    open_page: OpenPage, address: str, language: str, direction: str, title: str, menu: str
) -> None:  # fmt: skip
    page = open_page(f"{address}/?lang={language}")
    expect(page).to_have_title(title)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.get_by_test_id("stTopNav")).to_have_attribute("aria-label", menu)


def test_first_page_is_found_under_its_own_name(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/map?lang=en&province=IQ-NI")
    wait_shown(page, IN_NINEVEH)
    page.wait_for_url(f"{address}/?lang=en&province=IQ-NI*")


@pytest.mark.parametrize("key", ["Enter", "Tab"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_typed_date_is_taken_at_once(
    open_page: OpenPage, address: str, language: str, key: str
) -> None:
    page = open_page(f"{address}/?lang={language}")
    wait_shown(page, ON_MAP)
    page.locator(".st-key-date_to [data-type=year]").click()
    page.keyboard.type("20190116")
    page.keyboard.press(key)
    page.wait_for_url("**to=2019-01-16*")
    expect(page.get_by_test_id("stDateInputCalendar")).to_have_count(0)


def test_dates_are_shown_whole(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&from=2019-01-10", viewport={"width": 1280, "height": 720})
    field = page.locator(".st-key-date_from [data-testid=stDateInputFieldsScroller]")
    expect(field).to_have_text("2019-01-10")
    assert field.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_language_changes_words_only(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&province=IQ-NI&kind=incident&panel=claims")
    wait_shown(page, 2)
    page.get_by_role("radio", name="العربية").click()
    expect(page.get_by_text("محافظة", exact=False).first).to_be_visible()
    page.wait_for_url("**lang=ar*")
    expect(page.get_by_role("radio", name="الأقوال")).to_be_checked()
    wait_shown(page, 2)
    for part in ("province=IQ-NI", "kind=incident", "panel=claims"):
        assert part in page.url


def test_panel_stays_when_its_numbers_change(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&panel=off_map")
    expect(page.get_by_role("radio", name="Off the map (3)")).to_be_checked()
    page.get_by_role("radio", name="Claims").click()
    expect(page.locator(".masar-number")).to_be_visible()
    page.get_by_role("button", name="Security", exact=True).click()
    expect(page.get_by_role("radio", name="Claims (0)")).to_be_checked()
    page.get_by_role("button", name="Security", exact=True).click()
    expect(page.get_by_role("radio", name="Claims (1)")).to_be_checked()
    expect(page.locator(".masar-number")).to_be_visible()


WORDS = {
    "ar": {
        "all": "كل التواريخ", "play": "تشغيل", "pause": "إيقاف", "box": "رسم مستطيل",
        "ring": "رسم مضلع", "clear": "إلغاء المنطقة",
    },
    "en": {
        "all": "All dates", "play": "Play", "pause": "Pause", "box": "Draw a box",
        "ring": "Draw a polygon", "clear": "Clear the area",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_timeline_chooses_a_period_by_keyboard_and_plays(
    open_page: OpenPage, address: str, language: str
) -> None:
    words = WORDS[language]
    page = open_page(f"{address}/?lang={language}")
    wait_shown(page, ON_MAP)
    chart = page.get_by_role("slider")
    chart.focus()
    page.keyboard.press("End")
    page.wait_for_url("**from=2019-02-17*")
    page.get_by_role("button", name=words["all"]).click()
    page.wait_for_url(lambda url: "from=" not in url)
    page.get_by_role("button", name=words["play"]).click()
    page.wait_for_url("**from=2019-01-01*")
    page.wait_for_url("**from=2019-01-02*")
    page.get_by_role("button", name=words["pause"]).click()


def locate(page: Page, *places: tuple[float, float]) -> list[tuple[float, float]]:
    """Return where places (lat, lon) of the map are in the window."""
    box = page.locator(".st-key-map_frame iframe").bounding_box()
    points = map_frame(page).evaluate(
        "places => places.map(p => masar.pages[0].map.latLngToContainerPoint(p))", places
    )
    return [(box["x"] + point["x"], box["y"] + point["y"]) for point in points]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_drawn_box_filters_and_can_be_cleared(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = open_page(f"{address}/?lang={language}")
    wait_shown(page, ON_MAP)
    map_frame(page).get_by_role("button", name=WORDS[language]["box"]).click()
    first, last = locate(page, (37.2, 42.5), (36.2, 43.4))
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=4)
    page.mouse.up()
    wait_shown(page, 1)
    page.wait_for_url("**box=42*")
    page.get_by_role("button", name=WORDS[language]["clear"]).click()
    wait_shown(page, ON_MAP)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_drawn_polygon_filters(open_page: OpenPage, address: str, language: str) -> None:
    page = open_page(f"{address}/?lang={language}")
    wait_shown(page, ON_MAP)
    map_frame(page).get_by_role("button", name=WORDS[language]["ring"]).click()
    for corner in locate(page, (37.3, 41.6), (37.3, 42.4), (36.5, 42.4), (36.5, 41.6)):
        page.mouse.click(*corner)
    page.keyboard.press("Enter")
    wait_shown(page, 2)
    page.wait_for_url("**ring=41*")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_copied_address_restores_everything(
    open_page: OpenPage, address: str, language: str
) -> None:
    told = (
        f"lang={language}&province=IQ-NI&from=2018-12-01&to=2019-02-20&undated=0&kind=incident"
        "&who=unattributed&told=asserted%2Cattempted&score=0.5&box=41%2C36%2C44%2C38"
        "&layers=border%2Cdistrict&view=36.5%2C42.7%2C8&fact=f-synthetic-05&panel=list"
    )
    page = open_page(f"{address}/map?{told}")
    wait_shown(page, 2)
    page.wait_for_url(f"{address}/?*lang={language}*")
    copied = open_page(page.url)
    wait_shown(copied, 2)
    for one in (page, copied):
        assert set(one.url.partition("?")[2].split("&")) == set(told.split("&"))
        assert ask_map(one, "[m.map.getZoom(), m.told.layers.join(), m.marks.chosen.size]") == [
            8, "border,district", 1,
        ]  # fmt: skip
        assert abs(ask_map(one, "m.map.getCenter().lat") - 36.5) < 0.01
        expect(one.locator(".table tbody tr[aria-current]")).to_have_count(1)
        expect(one.locator("mark.masar-quote").first).to_contain_text("وأعدم مسلحون")


def test_corridor_and_border_section_are_shown_on_a_map(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/corridors?lang=en")
    frame = page.wait_for_selector(".st-key-small_map_frame iframe").content_frame()
    frame.wait_for_selector('.leaflet-container[data-shown="1"]')
    expect(page.locator(".flow text.name")).to_have_text(
        ["Baghuz Fawqani", "Iraq-Syria border", "Al-Qaim"]
    )
    page.get_by_role("button", name="Infiltration", exact=True).click()
    expect(page.locator("mark.masar-quote").first).to_contain_text("تسلل عشرات المسلحين")
    page.locator(".table tbody tr", has_text="Zakho").get_by_role("button").click()
    frame.wait_for_function("masar.pages[0].told && masar.pages[0].told.focus")
    frame.wait_for_function("Math.abs(masar.pages[0].map.getCenter().lat - 37.08) < 0.3")
    line = "masar.pages[0].told.outline.flat()"
    assert frame.evaluate(f"{line}.length") > 3
    assert frame.evaluate(
        f"{line}.every(([x, y]) => masar.pages[0].map.getBounds().contains([y, x]))"
    )


def test_row_of_the_list_shows_its_evidence(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&panel=list&type=raid")
    page.get_by_role("button", name="Raid", exact=True).press("Enter")
    expect(page.locator("mark.masar-quote").first).to_contain_text("داهمت وكراً")
    page.wait_for_url("**fact=f-synthetic-01*")


def test_evidence_leads_to_its_place_in_the_article(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en&fact=f-synthetic-01")
    page.get_by_role("button", name="Read in the article").click()
    page.wait_for_url("**/articles?*read=a-synthetic*")
    page.wait_for_selector("mark.chosen")
    chosen = "".join(page.locator("mark.chosen").all_text_contents())
    assert chosen == "داهمت وكراً في الرطبة"
    text = page.locator(".reader .text").evaluate(
        "e => [...e.children].map(p => p.textContent).join('\\n')"
    )
    assert text == TEXT


def test_toponym_of_the_text_is_shown_on_the_small_map(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/articles?lang=ar")
    page.locator("mark.place", has_text="ربيعة").first.click()
    frame = page.wait_for_selector(".st-key-small_map_frame iframe").content_frame()
    frame.wait_for_function("masar.pages && masar.pages[0].told && masar.pages[0].told.focus")
    assert frame.evaluate("masar.pages[0].told.focus.slice(0, 2)") == [36.81, 42.09]
    frame.wait_for_function("Math.abs(masar.pages[0].map.getCenter().lat - 36.81) < 0.2")


def test_uploads_are_read_with_their_manifest(
    open_page: OpenPage, serve: Callable[[str], str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'masar.sqlite'}"
    page = open_page(f"{serve(url)}/articles?lang=en", ready="h1")
    page.get_by_role("radio", name="Add texts").click()
    manifest = "file,title,outlet,published\none.txt,عنوان من البيان,صحيفة,2019-02-22\n"
    upload_files(
        page,
        [
            {"name": "one.txt", "mimeType": "text/plain", "buffer": TEXT.encode("utf-16")},
            {"name": "two.txt", "mimeType": "text/plain", "buffer": b"\xff\x00\xfe\x81\x00"},
            {"name": "manifest.csv", "mimeType": "text/csv", "buffer": manifest.encode()},
        ],
    )
    report = page.locator(".table")
    expect(report).to_contain_text("one.txt", timeout=60_000)
    expect(report).to_contain_text("two.txt")
    articles = open_store(url).article_list()
    assert [(one.title, one.outlet) for one in articles] == [("عنوان من البيان", "صحيفة")]


def test_standalone_page_opens_from_disk(open_page: OpenPage, address: str, tmp_path: Path) -> None:
    page = open_page(f"{address}/?lang=ar")
    wait_shown(page, ON_MAP)
    page.get_by_role("button", name="تنزيل", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="صفحة خريطة").click()
    waiting.value.save_as(tmp_path / "facts.html")
    alone = page.context.new_page()
    alone.goto((tmp_path / "facts.html").as_uri())
    alone.wait_for_selector(f'#map[data-shown="{ON_MAP}"]')
    expect(alone.locator("li[data-row]")).to_have_count(ON_MAP)
    expect(alone.locator("main ol > li")).to_have_count(10)
    row = alone.locator("li[data-row]", has_text="داهمت وكراً").get_attribute("data-row")
    x, y = alone.evaluate(f"masar.pages[0].place({row})")
    alone.mouse.click(x, y)
    expect(alone.locator("main ol > li:visible")).to_have_count(2)


def count_focus_stops(page: Page, name: str, *, most: int = 60) -> int:
    """Return how many presses of Tab lead to an element, -1 if none does."""
    for number in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == name:
            return number
    return -1


def test_filters_and_panels_are_reached_by_keyboard(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=en")
    wait_shown(page, ON_MAP)
    assert count_focus_stops(page, "Incidents") > 0
    assert count_focus_stops(page, "Clear all filters") > 0


def test_phone_shows_map_and_menu(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/?lang=ar", viewport={"width": 390, "height": 844})
    wait_shown(page, ON_MAP)
    box = page.locator(".st-key-map_frame iframe").bounding_box()
    assert box["width"] > 340
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert ask_map(page, "m.map.getSize().x") > 340
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("link", name="المسالك")).to_be_visible()

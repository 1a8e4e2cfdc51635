"""The reports of a fact of several articles in a real browser: one is taken out and back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import OpenPage
from playwright.sync_api import expect
from view_samples import make_extraction, shape_of

from geo.store import open_store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[str], str]) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'masar.sqlite'}"
    store = open_store(url)
    for number, name in enumerate(("first", "second")):
        again = make_extraction(name=name, outlet=f"Outlet {name}")
        facts = tuple(replace(fact, id=f"{fact.id}-{number}") for fact in again.facts)
        store.save([replace(again, facts=facts)], fingerprint="synthetic", shape_of=shape_of)
    store.close()
    return serve(url)


@pytest.mark.parametrize(
    ("language", "split", "told", "undo"),
    [
        ("ar", "افصل هذا التقرير", "فُصل التقرير عن هذه الواقعة", "تراجع: ضمّه من جديد"),
        ("en", "take this report out", "was taken out of this fact", "Undo: join it again"),
    ],
)
def test_report_taken_out_is_told_and_comes_back(
    open_page: OpenPage, address: str, language: str, split: str, told: str, undo: str
) -> None:
    page = open_page(f"{address}/?lang={language}&fact=f-synthetic-00-0")
    panel = page.locator(".st-key-panel_body")
    take_out = panel.get_by_role("button", name=split)
    expect(take_out).to_have_count(2)
    take_out.last.click()
    expect(panel.locator(".masar-help")).to_contain_text(told)
    expect(take_out).to_have_count(0)
    panel.get_by_role("button", name=undo).click()
    expect(take_out).to_have_count(2)
    expect(panel.locator(".masar-help")).to_have_count(0)

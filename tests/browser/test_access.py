"""Every screen under axe-core: no serious finding, in both languages, light and dark."""

from pathlib import Path

import pytest
from conftest import OpenPage

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
SCREENS = (
    *("?panel=evidence&fact=f-synthetic-01", "?panel=claims", "?panel=list"),
    *("corridors?", "analysis?", "articles?", "gazetteer?", "method?"),
)


@pytest.mark.parametrize(("language", "scheme"), [("ar", "light"), ("en", "dark")])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_serious(
    open_page: OpenPage, address: str, screen: str, language: str, scheme: str
) -> None:
    page = open_page(
        f"{address}/{screen}&lang={language}",
        ready="[data-testid=stMain] .masar",
        color_scheme=scheme,
        bypass_csp=True,
    )
    page.wait_for_timeout(2500)
    for frame in page.frames:
        frame.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document)")
    assert len(found["passes"]) > 20
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]][:4])
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []

"""The map in a page under test: its frame, its state, its pixels."""

import io
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Frame, Page


def map_frame(page: Page) -> Frame:
    """Return the frame that holds the map, once facts are drawn on it."""
    element = page.wait_for_selector(".st-key-map_frame iframe")
    frame = element.content_frame()
    frame.wait_for_selector(".leaflet-container[data-shown]")
    frame.wait_for_function(
        "masar.pages[0].basemap.layers.near_labels && !masar.pages[0].map._animatingZoom"
    )
    return frame


def ask_map(page: Page, question: str) -> Any:
    """Return what an expression over the map's page object `m` says."""
    return map_frame(page).evaluate(f"(() => {{ const m = masar.pages[0]; return {question}; }})()")


def read_names(page: Page | Frame) -> list[str]:
    """Return the names that the basemap paints, once the world beyond the home map is there."""
    page.wait_for_function(
        "['land', 'borders', 'labels'].every((n) => masar.pages[0].basemap.layers[`world_${n}`])"
    )
    return page.evaluate(
        """() => {
          const names = [];
          const paint = CanvasRenderingContext2D.prototype.fillText;
          CanvasRenderingContext2D.prototype.fillText = (name) => names.push(name);
          masar.pages[0].ground.redraw();
          CanvasRenderingContext2D.prototype.fillText = paint;
          return names;
        }"""
    )


def wait_shown(page: Page, count: int) -> None:
    """Wait until the map shows this many facts."""
    map_frame(page).wait_for_selector(f'.leaflet-container[data-shown="{count}"]')


def click_row(page: Page, row: int) -> None:
    """Click the mark of a row of the scene where it is painted."""
    box = page.locator(".st-key-map_frame iframe").bounding_box()
    x, y = ask_map(page, f"m.place({row})")
    page.mouse.click(box["x"] + x, box["y"] + y)


def count_pixels(page: Page, colour: tuple[int, int, int], *, within: int = 12) -> int:
    """Count the map's pixels of about a colour."""
    picture = page.locator(".st-key-map_frame iframe").screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=int)
    return int((np.abs(pixels - colour) <= within).all(axis=2).sum())

"""Method and limits: how it decides, where it fails, where the data come from."""

from geo.viz.markup import element, escape_text
from pages import common
from pages.common import t

SECTIONS = (
    *("text", "place", "precision", "date", "told", "who", "score"),
    *("limits", "sources", "privacy"),
)


def show_page() -> None:
    """Show one section a question."""
    common.show_title("page.method", "method.note")
    sections = [
        element(
            "section",
            element("h2", escape_text(t(f"method.{name}_title"))),
            element("p", escape_text(t(f"method.{name}"))),
        )
        for name in SECTIONS
    ]
    common.show_html(element("div", *sections, css="masar-method"))


common.run_page(show_page)

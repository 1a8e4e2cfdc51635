"""Method and limits: how it decides, where it fails, where the data come from."""

from geo.viz.markup import element, escape_text
from geo.viz.sources import render_packages, render_sources
from pages import output, routes, session
from pages.session import t

SECTIONS = (
    *("text", "place", "traps", "precision", "date", "told", "who", "several", "score"),
    *("left_out", "limits", "figures", "privacy"),
)


def show_page() -> None:
    """Show one section a question, then every source with its licence."""
    output.show_title("page.method", "method.note")
    sections = [
        element(
            "section",
            element("h2", escape_text(t(f"method.{name}_title"))),
            element("p", escape_text(t(f"method.{name}"))),
        )
        for name in SECTIONS
    ]
    output.show_html(element("div", *sections, css="masar-method"))
    output.show_title("method.sources_title", "method.sources", level="h2")
    output.show_html(render_sources(session.language()))
    output.show_title("method.packages_title", level="h2")
    output.show_html(render_packages(session.language()))


routes.run_page(show_page)

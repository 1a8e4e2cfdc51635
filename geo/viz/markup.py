"""HTML that is safe by construction: text goes in escaped, only `Html` is taken as it is."""

from html import escape
from typing import NewType

Html = NewType("Html", str)
"""Markup built by this module; no other text is ever put into a page unescaped."""

_CONTROL_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_CONTROL_PICTURES[0x7F] = 0x2421


def escape_text(text: str) -> Html:
    """Return any text as HTML that shows it as written; the one way from text to markup.

    Control characters, which a browser would drop, become their visible pictures.

    >>> escape_text('<b onclick="x">القائم')
    '&lt;b onclick=&quot;x&quot;&gt;القائم'
    """
    return Html(escape(text.translate(_CONTROL_PICTURES), quote=True))


def element(name: str, *children: str, css: str = "", **attributes: str) -> Html:
    """Return an element; children that are not `Html` built here must be escaped before.

    Attribute values are escaped; an empty one is left out.
    """
    told = {"class": css, **attributes}
    written = "".join(
        f' {key.replace("_", "-")}="{escape_text(value)}"' for key, value in told.items() if value
    )
    return Html(f"<{name}{written}>{''.join(children)}</{name}>")


def isolated(text: str, *, css: str = "") -> Html:
    """Return foreign text in an element of its own direction, so it cannot turn its neighbours."""
    return element("bdi", escape_text(text), css=css, dir="auto")


def join(*parts: Html, separator: str = "") -> Html:
    """Return parts one after the other."""
    return Html(escape_text(separator).join(parts))

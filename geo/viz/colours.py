"""The colours of what stands beside the map, light and dark; the map's are in its script."""

from collections.abc import Mapping

COLOURS: Mapping[str, Mapping[str, str]] = {
    "light": {
        "incident": "#c8430b",
        "movement": "#00594a",
        "presence": "#8a3fa0",
        "security": "#0a6bb0",
        "claim": "#5b686e",
        "edge": "#d3dadd",
        "soft": "#f3f5f6",
        "quote": "#ffe9a8",
        "quiet": "#56646b",
        "ground": "#ffffff",
        "ink": "#1b2327",
    },
    "dark": {
        "incident": "#ff8f5e",
        "movement": "#4fd8b0",
        "presence": "#d79cea",
        "security": "#62b7f2",
        "claim": "#a9b6bc",
        "edge": "#3b474d",
        "soft": "#1b2327",
        "quote": "#5a4a12",
        "quiet": "#a9b6bc",
        "ground": "#12181b",
        "ink": "#e8edef",
    },
}


def theme_rules(theme: str, selector: str) -> str:
    """Return the colours of a theme as CSS variables of a selector."""
    rules = "".join(f"--masar-{name}:{value};" for name, value in COLOURS[theme].items())
    return f"{selector}{{{rules}}}"

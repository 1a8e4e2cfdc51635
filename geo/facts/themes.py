"""Themes: what an article is about, by how often it names what; and whether it tells of war."""

from geo.facts.signals import Signals

PARTIES = ("militant", "force")
"""Those who fight; an article that names them often is about them."""

LEAST_WORDS = 3
"""So many words of a theme make it one, of those who fight too."""

LEAST_WEAPONS = 2
"""A single weapon may be a figure of speech; so many are not."""

THEME_SHARE = 3
"""A theme's words, so many times over, must be more than those of war."""

_PEACEFUL = ("sport", "weather", "health", "economy", "arts", "imagined", "figurative", "political")
_THEMES = (*_PEACEFUL[:-2], "history_war", "court")
_WARLIKE = ("militant", "force", "smuggler", "wounded", "casualty", "warlike")


def read_themes(signals: Signals) -> frozenset[str]:
    """Return what an article is about: a theme where words of war are figures, the parties.

    A theme needs words enough beside those of war: a league that counts the dead is no match.
    """
    counts = signals.counts
    warlike = sum(counts[concept] for concept in ("militant", "force", "weapon"))
    war = warlike + sum(counts[concept] for concept in ("casualty", "wounded", "warlike"))
    themes = {t for t in _THEMES if counts[t] >= LEAST_WORDS and counts[t] * THEME_SHARE > war}
    peaceful = sum(counts[theme] for theme in _PEACEFUL)
    if (peaceful >= LEAST_WORDS - 1 and peaceful > warlike) or "arts" in themes:
        themes.add("figurative")
    themes |= {party for party in PARTIES if counts[party] >= LEAST_WORDS}
    return frozenset(themes)


def is_peaceful(signals: Signals) -> bool:
    """Return whether an article names nobody who fights or is hurt, and no weapons."""
    counts = signals.counts
    return not any(counts[key] for key in _WARLIKE) and counts["weapon"] < LEAST_WEAPONS

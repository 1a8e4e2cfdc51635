"""Keeping what was read: articles, append-only extractions, their facts, corrections."""

from geo.store.database import has_store
from geo.store.store import ArticleSummary, Store, open_store

__all__ = ["ArticleSummary", "Store", "has_store", "open_store"]

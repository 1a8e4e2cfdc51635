"""Masar: news articles into an honest map of what they report about a border."""

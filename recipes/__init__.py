"""Recipes that rebuild ``data/`` and ``static/basemap/`` from registry packages and typed files."""

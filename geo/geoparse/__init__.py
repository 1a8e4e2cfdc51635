"""Toponym recognition and resolution: from a text to places, with the reason for each."""

"""Evaluation: how much of what labelled texts tell is read, and how rightly."""

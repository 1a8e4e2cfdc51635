"""Facts: what an article reports, where, when, how many, and who says so."""

"""What several articles tell is one fact: tellings compared, joined, and their origins counted."""

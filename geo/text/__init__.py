"""Reading text: folding, phrases, sentences, dates, numbers, language."""

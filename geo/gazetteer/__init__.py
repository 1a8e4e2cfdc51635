"""Places: their names, their shapes, and the index that finds them."""

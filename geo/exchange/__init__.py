"""Facts to and from files that other programs read: one module a format."""

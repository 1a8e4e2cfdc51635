"""Errors a user can act on: each message names the input and the remedy."""


class MasarError(Exception):
    """Base of every error Masar raises on purpose."""


class InputError(MasarError):
    """What the caller handed in cannot be read: a file, a folder, a manifest, a date."""


class DataError(MasarError):
    """A file under ``data/`` or a gazetteer index is missing, truncated or malformed."""


class StoreError(MasarError):
    """The store cannot be opened, read or written."""


class ExportError(MasarError):
    """An export cannot be written, or would break the format's rules."""

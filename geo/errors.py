"""Errors a user can act on: each message names the input and the remedy."""


class MasarError(Exception):
    """Base of every error Masar raises on purpose.

    The message is English and exact. A page puts words in its own language above it: those of
    ``data/labels.csv`` for ``problem.CODE``. A class has a code for whatever has none of its own.
    """

    code = "any"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code


class InputError(MasarError):
    """What the caller handed in cannot be read: a file, a folder, a manifest, a date."""

    code = "input"


class DataError(MasarError):
    """A file under ``data/`` or a gazetteer index is missing, truncated or malformed."""

    code = "data"


class StoreError(MasarError):
    """The store cannot be opened, read or written."""

    code = "store"


class ExportError(MasarError):
    """An export cannot be written, or would break the format's rules."""

    code = "export"

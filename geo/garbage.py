"""The garbage collector, kept from walking over much that is being made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later(*, is_kept: bool = False) -> Iterator[None]:
    """Switch the collector off for a while; what is made and `is_kept` it never walks over."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        if is_kept:
            gc.freeze()
    finally:
        if was_enabled:
            gc.enable()

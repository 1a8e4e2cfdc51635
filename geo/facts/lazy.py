"""A property that is found when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - a decorator, written like `property`
    """As `functools.cached_property`, without the lock that Python 3.11 takes at every first use.

    A view of a sentence is read by one thread; an article asks some 300 times.
    """

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find = find
        self._name = find.__name__
        self.__doc__ = find.__doc__

    def __get__(self, view: Any, _: type) -> T:
        """Find it and keep it under the same name, where it is looked up from then on."""
        found = view.__dict__[self._name] = self._find(view)
        return found

"""What was looked up for a page is kept for the same page in another language, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sized
from typing import Generic, TypeVar

Found = TypeVar("Found", bound=Sized)


class Kept(Generic[Found]):
    """Looks things up by their names, and remembers the latest; the store does not change.

    Args:
        look: gives what is known under a name, None if there is nothing.
        most: the sum of the lengths of what is remembered.

    >>> kept = Kept(lambda name: name * 2, most=6)
    >>> [kept(name) for name in ("ab", "ab", "cd")], list(kept)
    (['abab', 'abab', 'cdcd'], ['cd'])
    """

    def __init__(self, look: Callable[[str], Found | None], most: int) -> None:
        self._look, self._room = look, most
        self._found: OrderedDict[str, Found] = OrderedDict()

    def __iter__(self) -> Iterator[str]:
        """Give the names of what is remembered, the latest last."""
        return iter(self._found)

    def __call__(self, name: str) -> Found | None:
        """Give what is known under a name."""
        found = self._found.pop(name, None)
        if found is None:
            found = self._look(name)
            if found is None:
                return None
            self._room -= len(found)
        self._found[name] = found
        while self._room < 0:
            self._room += len(self._found.popitem(last=False)[1])
        return found

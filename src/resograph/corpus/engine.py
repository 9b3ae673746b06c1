"""Who does the work of a run: this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Engine(Protocol):
    """Calls a function with each of some values, here or elsewhere.

    `shared` says whether others work too, who have to find the files where this process does.
    """

    shared: bool

    def map(self, work: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Give the results as they come, in any order."""
        ...


class Alone:
    """Works in this process, one value after another."""

    shared = False

    def map(self, work: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Give the results in the order of the values."""
        return map(work, items)

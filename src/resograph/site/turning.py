"""Long lists go on overleaf: how many rows stand on a page, how further pages are named, and where each list ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from resograph.site.facts import natural

# How many rows of a list stand on a page; what is behind them is on further pages, up to what is looked at.
MOST = 300
LOOKED_AT = 20_000
# The second page of a thing is at its name with this sign and the number of the page.
TURNED = "~"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page of a thing this is.

    Args:
        counts: how many rows there are in all of each list, as far as was looked.
        page: its number; what is no long list is on the first.
    """

    counts: Mapping[str, int]
    page: int = 1

    @property
    def pages(self) -> int:
        """Give how many pages there are."""
        return _pages(max(self.counts.values(), default=0))

    def last(self, key: str) -> int:
        """Give on which page a list ends."""
        return _pages(self.counts[key])

    def cut(self, key: str) -> bool:
        """Say whether there is more of a list than is looked at."""
        return self.counts[key] >= LOOKED_AT

    def here(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Give the rows of a list that stand on this page."""
        return rows[(self.page - 1) * MOST : self.page * MOST]


def _pages(rows: int) -> int:
    return max(1, -(-rows // MOST))


def turned(key: str) -> tuple[str, int]:
    """Give the name and the number of the page that an address means.

    >>> turned("actor/sg~2"), turned("actor/sg"), turned("actor/sg~1")
    (('actor/sg', 2), ('actor/sg', 1), ('actor/sg~1', 1))
    """
    name, sign, number = key.rpartition(TURNED)
    known = sign and number.isascii() and number.isdecimal() and len(number) <= len(str(LOOKED_AT)) and number[0] != "0"
    return (name, int(number)) if known and int(number) > 1 else (key, 1)


def latest(names: Sequence[str]) -> Sequence[str]:
    """Give a list that has more than one page with those first that have the highest numbers."""
    return names if len(names) <= MOST else sorted(names, key=natural, reverse=True)

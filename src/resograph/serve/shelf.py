"""What was made is kept while the data stay the same, in the memory that it may take."""

from __future__ import annotations

from collections import OrderedDict

from resograph.serve.frames import Reply
from resograph.serve.limits import MIB

_KEPT = 64 * MIB
# One large answer must not push out hundreds of small ones.
_LARGEST = 2 * MIB
# What an entry takes beside its content and its key.
_EACH = 600


class Shelf:
    """Answers that were made, the latest asked for last to go, within a bound of bytes.

    Args:
        most: bytes that it may take.
    """

    def __init__(self, most: int = _KEPT) -> None:
        self.most = self.room = most
        self.version = ""
        self._kept: OrderedDict[str, Reply] = OrderedDict()

    def get(self, version: str, key: str) -> Reply | None:
        """Give what was kept for a version of the data."""
        if version != self.version:
            self._kept.clear()
            self.room = self.most
            self.version = version
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, version: str, key: str, reply: Reply) -> None:
        """Keep something of a version of the data; what was not asked for longest goes."""
        if version != self.version or key in self._kept or len(reply.content) > _LARGEST:
            return
        self._kept[key] = reply
        self.room -= _size(key, reply)
        while self.room < 0:
            self.room += _size(*self._kept.popitem(last=False))


def _size(key: str, reply: Reply) -> int:
    return 4 * len(key) + len(reply.content) + _EACH

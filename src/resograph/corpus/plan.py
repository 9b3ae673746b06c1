"""How a run is cut into shards: what each holds, and the key by which it is known again in the next run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from resograph.corpus.documents import grouped
from resograph.corpus.scan import Source
from resograph.resources import program

# A shard ends where the hash of a symbol is a multiple of this: a new document changes its own shard, no other one.
_APART = 16
_WIDEST = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of a run.

    Args:
        links: False to leave the publisher's hyperlinks out of account.
        core: also write the graphs without mentions.
        turtle: also write each document as Turtle.
    """

    links: bool = True
    core: bool = False
    turtle: bool = False


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are built together: the sources of each, and a key that says all that their output depends on."""

    key: str
    documents: tuple[tuple[Source, ...], ...]

    @property
    def files(self) -> int:
        """Give how many files it reads."""
        return sum(map(len, self.documents))


def plan(sources: Iterable[Source], settings: Settings) -> tuple[Shard, ...]:
    """Give the shards of a run, in order of the symbols; the order of the sources does not matter.

    Args:
        sources: the files whose document is known.
        settings: what is asked of the run.
    """
    return tuple(Shard(_key(cut, settings), tuple(cut)) for cut in _cut(grouped(sources)))


def _cut(documents: Sequence[tuple[Source, ...]]) -> Iterator[list[tuple[Source, ...]]]:
    cut: list[tuple[Source, ...]] = []
    for document in documents:
        if cut and (_is_border(document[0].symbol) or len(cut) == _WIDEST):
            yield cut
            cut = []
        cut.append(document)
    if cut:
        yield cut


def _is_border(symbol: str) -> bool:
    return int.from_bytes(hashlib.sha256(symbol.encode()).digest()[:4]) % _APART == 0


def _key(documents: Sequence[tuple[Source, ...]], settings: Settings) -> str:
    sources = [(s.symbol, s.file.name, s.sha256) for document in documents for s in document]
    content = json.dumps([program(), asdict(settings), sources])
    return hashlib.sha256(content.encode()).hexdigest()[:32]

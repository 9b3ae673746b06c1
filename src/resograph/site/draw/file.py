"""A picture as a file: SVG as it is, or PNG for papers.

resvg sets text of all scripts in their direction and understands style sheets, and comes as one wheel for each system;
CairoSVG needs a library of the system and knows no variables of style sheets.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from resograph.errors import ResographError
from resograph.site.draw.kinds import KINDS
from resograph.site.draw.network import KIND as NETWORK
from resograph.site.draw.network import network
from resograph.site.draw.svg import as_file
from resograph.site.facts import Facts
from resograph.site.resolution import resolution
from resograph.site.words import Tongue
from resograph.symbol import Symbol

if TYPE_CHECKING:
    import pyoxigraph as ox

_ZOOM = 2.0  # pixels of a PNG for each of the SVG: print at 200 to the inch


def drawn(store: ox.Store, tongue: Tongue, name: str, kind: str, steps: int = 1) -> str:
    """Give a picture of a document as SVG.

    Args:
        store: the graph; its default graph is the union of all graphs.
        tongue: the language of the picture.
        name: symbol of the document.
        kind: one of `KINDS`.
        steps: how far the network of citations reaches.

    Raises:
        InvalidSymbol: the name is no symbol.
        ResographError: the graph has no such document, or nothing to draw of it.
    """
    symbol, facts = str(Symbol.parse(name)), Facts(store)
    found = resolution(facts, symbol)
    if found is None:
        raise ResographError(f"{symbol}: not in this graph. Build its text, or name another file: --data FILE.")
    made = network(facts, tongue, found, steps) if kind == NETWORK else KINDS[kind](facts, tongue, found)
    if made is None:
        raise ResographError(f"{symbol}: nothing to draw: it has no {kind}. Choose another --kind.")
    return as_file(made, tongue)


def writer(path: Path) -> Callable[[str, BinaryIO], None]:
    """Give what writes SVG in the form that the name of a file asks for.

    Raises:
        ResographError: its ending is neither `.svg` nor `.png`.
    """
    forms = {".svg": _svg, ".png": _png}
    if path.suffix not in forms:
        raise ResographError(f"{path}: pictures are written as {' or '.join(forms)}. End the name so.")
    return forms[path.suffix]


def _svg(svg: str, to: BinaryIO) -> None:
    to.write(svg.encode())


def _png(svg: str, to: BinaryIO) -> None:
    import resvg_py

    to.write(bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=_ZOOM)))

"""The head of an Akoma Ntoso file: the symbol on its cover page, found without reading what follows."""

from __future__ import annotations

from pathlib import Path

from resograph.errors import InputError, unreadable
from resograph.read.akn_body import name
from resograph.read.akn_symbol import is_named_otherwise, stated_symbol

_CHUNK = 16 * 1024
# A cover page stands within the first few kilobytes; what has none there is read in full.
_LONGEST = 1024 * 1024


def cover_symbol(path: Path) -> str | None:
    """Give the symbol on the cover page; None where the reader has to say more.

    It has to where the head has none, is damaged, or says another number than the name of the file.

    Raises:
        InputError: the file cannot be opened.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        ("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        with path.open("rb") as stream:
            while stream.tell() < _LONGEST and (chunk := stream.read(_CHUNK)):
                if b"<!DOCTYPE" in chunk:
                    return None
                parser.feed(chunk)
                for _, element in parser.read_events():
                    if name(element) == "coverPage":
                        symbol, _ = stated_symbol(element.getroottree().getroot(), path.name)
                        # what the title says stands further on
                        return None if is_named_otherwise(symbol, path.name) else str(symbol)
    except OSError as cause:
        raise unreadable(path, cause) from cause
    except (etree.XMLSyntaxError, ValueError, InputError):
        return None
    return None

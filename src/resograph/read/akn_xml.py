"""The bytes of an XML file to its root element: entities, document types and the network off, wrong nesting repaired."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING

from resograph.errors import InputError
from resograph.model import Issue

if TYPE_CHECKING:
    from lxml.etree import XMLParser
    from lxml.etree import _Element as Element

MAX_PARAGRAPH = 400_000
# How files begin that are often named .xml by mistake: gzip, zip (and Word), PDF.
_PACKED = {b"\x1f\x8b": "packed by gzip", b"PK\x03\x04": "a zip archive", b"%PDF": "a PDF"}
_DOCTYPE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml [^<>]*\?>")
_TAG = re.compile(r"<[^<>]*>")
# What to do with a file that is no XML: most have wrong tags, those with zero bytes another encoding than they say.
_TAGGED = "Correct the tags at that line, or read the text of the document instead."
_ZEROS = (
    "It holds zero bytes, the first at {0}: save it in the encoding that it declares, as UTF-8, or take it from the "
    "publisher again."
)
_TAGS = re.compile(rb"<(/?)([\w:.-]+)[^<>]*?(/?)>")
# What libxml2 calls tags that are closed in another order than they were opened.
_NESTING = frozenset({"ERR_TAG_NAME_MISMATCH", "ERR_TAG_NOT_FINISHED", "ERR_DOCUMENT_END"})
_LAST = 200
_END = re.compile(rb"</(?:[\w.-]+:)?akomaNtoso\s*>\s*\Z")


def parse_xml(data: bytes, place: str) -> tuple[Element, tuple[Issue, ...]]:
    """Give the root element, and what had to be repaired.

    Args:
        data: the bytes of the file.
        place: what error messages call it.

    Raises:
        InputError: the file is empty, packed or a PDF, declares a document type, is neither well-formed nor to be
            repaired, or has a paragraph larger than any document.
    """
    from lxml import etree

    if not data.strip():
        raise InputError(f"{place}: empty. Take the file from the publisher again.", "empty")
    if packed := next((name for begin, name in _PACKED.items() if data.startswith(begin)), None):
        raise InputError(f"{place}: {packed}, no XML. Unpack it, or give the XML of the document.", "binary")
    if _DOCTYPE.match(data):
        raise _doctype(place)
    issues: tuple[Issue, ...] = ()
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as cause:
        line = getattr(cause, "lineno", None) or 1
        why = str(cause).split(", line", maxsplit=1)[0].strip()
        repaired = _repaired(data)
        if repaired is None:
            mend = _ZEROS.format(data.index(b"\0")) if b"\0" in data else _TAGGED
            raise InputError(f"{place}:{line}: no well-formed XML ({why}). {mend}", "not-well-formed") from cause
        root = repaired
        issues = (Issue("markup-repaired", f"no well-formed XML ({why}); every character is kept", f"line {line}"),)
    if root.getroottree().docinfo.doctype:
        raise _doctype(place)
    if len(data) > MAX_PARAGRAPH:
        _check_paragraphs(root, place)
    return root, issues


def _parser(*, recover: bool) -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _doctype(place: str) -> InputError:
    return InputError(f"{place}: declares a document type, which may define entities. Remove the DOCTYPE.", "doctype")


def _repaired(data: bytes) -> Element | None:
    """Give the root of a file whose tags are wrongly nested; None if a character would be lost, or the end is missing.

    The publisher's files of 2001 to 2008 close tags in the wrong order; libxml2 puts that right, once tags that close
    nothing are gone. What it drops elsewhere shows in the characters: they must be those of the file without its tags.
    """
    from lxml import etree

    try:
        text = _uncommented(_DECLARATION.sub("", data.decode("utf-8-sig")))
        if b"\0" in data or not _END.search(data[-_LAST:]) or "<!" in text or "<?" in text:
            return None
        parser = _parser(recover=True)
        root = etree.fromstring(_without_strays(data), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or {fault.type_name for fault in parser.error_log} - _NESTING:
        return None
    printed = html.unescape(_TAG.sub("", text))
    return root if "".join(root.itertext()).split() == printed.split() else None


def _without_strays(data: bytes) -> bytes:
    """Give the bytes of a file without the tags that close what was never opened: libxml2 would end the document there."""
    kept, opened, at = list[bytes](), Counter[bytes](), 0
    for tag in _TAGS.finditer(data):
        closes, name, empty = tag.groups()
        if closes and not opened[name]:
            kept.append(data[at : tag.start()])
            at = tag.end()
        elif not empty:
            opened[name] += -1 if closes else 1
    return b"".join((*kept, data[at:]))


def _uncommented(text: str) -> str:
    first, *rest = text.split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest)


def _check_paragraphs(root: Element, place: str) -> None:
    for element in root.iter("{*}p"):
        if sum(map(len, element.itertext())) > MAX_PARAGRAPH:
            raise InputError(
                f"{place}:{element.sourceline}: a paragraph of more than {MAX_PARAGRAPH:,} characters. "
                "Take the file from the publisher again.",
                "too-large",
            )

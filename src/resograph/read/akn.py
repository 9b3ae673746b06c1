"""Official Akoma Ntoso for the United Nations (AKN4UN): the bytes of an XML file to an Expression with its layout.

The markup says where paragraphs begin, what their labels are and where footnotes hang. What a paragraph is in the tree
follows from its printed label, as for text: the publisher's eIds are running counters, and containers differ between
languages. The schema is OASIS akn-core v1.0 with the guidelines of the UN (AKN4UN).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from resograph.errors import InputError, unreadable
from resograph.grammar import Language
from resograph.model import Expression, Issue, Layout, Manifestation, Particulars
from resograph.read.akn_body import Walker, inner, name
from resograph.read.akn_cover import read_proceedings
from resograph.read.akn_date import stated_date
from resograph.read.akn_inline import Sheet
from resograph.read.akn_symbol import stated_symbol
from resograph.read.akn_xml import parse_xml
from resograph.read.text import recognise
from resograph.registry import Registry

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".xml", ".akn")
MEDIA_TYPE = "application/akn+xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MAX_BYTES = 32 * 1024 * 1024
# ISO 639-2 codes, as AKN writes languages, with the BCP 47 tags of the same languages.
_TAGS = {"ara": "ar", "zho": "zh", "chi": "zh", "eng": "en", "fra": "fr", "fre": "fr", "rus": "ru", "spa": "es"}


def read_akn(path: Path, registry: Registry, *, links: bool = True) -> Expression:
    """Give the expression in an Akoma Ntoso file.

    Args:
        path: the file.
        registry: the languages that can be read.
        links: False to leave hyperlinks out of account.

    Raises:
        InputError: the file is missing, too large, empty, no well-formed XML, no Akoma Ntoso, in no known language,
            or names no document symbol; the text says where and what to do.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{path}: {size:,} bytes; the XML of one document has at most {MAX_BYTES:,}. Cut it up.", "too-large"
            )
        data = path.read_bytes()
    except OSError as cause:
        raise unreadable(path, cause) from cause
    return parse_akn(data, path.name, registry, place=str(path), links=links)


def parse_akn(data: bytes, name: str, registry: Registry, place: str = "", *, links: bool = True) -> Expression:
    """Give the expression in the bytes of an Akoma Ntoso file.

    Args:
        data: its bytes.
        name: its name, kept in the manifestation.
        registry: the languages that can be read.
        place: what error messages call it.
        links: False to leave hyperlinks out of account.

    Raises:
        InputError: as for `read_akn`.
    """
    place = place or name
    root, repaired = parse_xml(data, place)
    statement = _statement(root, place)
    foreign = _foreign(root)
    declared = root.find(".//{*}FRBRlanguage")
    code = declared.get("language", "") if declared is not None else ""
    language, issues = _language(code, _words(root), registry, place)
    said, said_issues = _particulars(root, place, registry, language)
    sheet = Sheet(spaceless=language.spaceless)
    walker = Walker(sheet, root, links=links)
    for part in root:
        walker.part(part)
    walker.close()
    if not sheet.blocks:
        raise InputError(f"{place}: holds no text. Take the file from the publisher again.", "empty")
    proceedings, odd = read_proceedings(statement, language.tag, registry)
    particulars = replace(said, adopted=said.adopted and proceedings.adopted, proceedings=proceedings)
    found = (*repaired, *foreign, *issues, *said_issues, *_oddities(sheet), *odd)
    layout = Layout(tuple(sheet.blocks), tuple(sheet.notes), tuple(sheet.frame), found)
    manifestation = Manifestation(name, MEDIA_TYPE, hashlib.sha256(data).hexdigest())
    return Expression(language.tag, sheet.source, manifestation, layout, particulars)


def _statement(root: Element, place: str) -> Element:
    if name(root) != "akomaNtoso":
        raise InputError(
            f"{place}:{root.sourceline}: XML, but no Akoma Ntoso (its root is <{name(root)}>). Give an AKN4UN file.",
            "not-akoma-ntoso",
        )
    for child in root:
        if name(child) in {"statement", "documentCollection", "doc"}:
            return child
    raise InputError(
        f"{place}:{root.sourceline}: holds no statement. Give a resolution, decision or statement.", "not-akoma-ntoso"
    )


def _foreign(root: Element) -> list[Issue]:
    """Give an issue if the root is not in the namespace of Akoma Ntoso: the elements are read by their names alone."""
    namespace = root.tag.rpartition("}")[0].removeprefix("{")
    if namespace == NAMESPACE:
        return []
    text = f"its root is in {f'the namespace {namespace!r}' if namespace else 'no namespace'}, not in {NAMESPACE!r}"
    return [Issue("namespace-foreign", f"{text}; its elements are read by their names", "document")]


def _words(root: Element) -> Iterator[str]:
    """Give the words of a document itself, then those with its attachments: lists of names are in a language of their own."""
    parts = list(root.iter("{*}mainBody", "{*}preamble"))
    own = (part for part in parts if not any(name(above) == "attachment" for above in part.iterancestors()))
    yield " ".join(map(inner, own))
    yield " ".join(map(inner, parts))


def _language(code: str, texts: Iterable[str], registry: Registry, place: str) -> tuple[Language, list[Issue]]:
    """Give the language of the first text that tells one; where the file declares another one, the text is believed."""
    declared = registry.languages.get(_TAGS.get(code, code))
    found = next((language for text in texts if (language := recognise(text, registry))), None)
    if found is None and declared is None:
        known = ", ".join(sorted(x.name[tag] for tag, x in registry.languages.items()))
        raise InputError(
            f"{place}: in a language that resograph does not read (it declares {code!r}; known: {known}). "
            "Add data/languages/<tag>.yml as CONTRIBUTING says.",
            "language-unknown",
        )
    if found and code and found is not declared:
        text = f"the file declares {code!r}, but its text is in {found.tag!r}; the text is believed"
        return found, [Issue("language-differs", text, "document")]
    return declared or found, []  # type: ignore[return-value] # one of them is there


def _particulars(root: Element, place: str, registry: Registry, language: Language) -> tuple[Particulars, list[Issue]]:
    """Give what cover, conclusions and metadata say of the document, and what is odd about that."""
    symbol, issues = stated_symbol(root, place, language)
    outcomes = [step.get("outcome") or "" for step in root.iterfind(".//{*}workflow/{*}step")]
    drafted = any("draft" in outcome.lower() for outcome in outcomes)
    date, odd = stated_date(root, registry, language.tag)
    return Particulars(str(symbol), date, _meeting(root), "adopted" in outcomes or not drafted), issues + odd


def _meeting(root: Element) -> int | None:
    for element in root.iter("{*}inline", "{*}location"):
        if "adoptionMeeting" in {element.get("name"), (element.get("refersTo") or "").lstrip("#")}:
            digits = re.search(r"\d+", element.get("title") or inner(element))
            return int(digits.group()) if digits else None
    return None


def _oddities(sheet: Sheet) -> list[Issue]:
    """Give what is odd about the footnotes."""
    noted = {note.number for note in sheet.notes}
    marked = {mark.number for block in sheet.blocks for mark in block.marks}
    issues = [Issue("footnote-missing", f"mark {n} has no footnote", "document") for n in sorted(marked - noted)]
    numbers = [note.number for note in sheet.notes]
    twice = sorted({n for n in numbers if numbers.count(n) > 1})
    return issues + [Issue("footnote-twice", f"two footnotes are numbered {n}", "document") for n in twice]

"""The symbol of an Akoma Ntoso document, from its cover page: as printed, else as its title and the words around it say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from resograph.errors import InputError, InvalidSymbol
from resograph.grammar import Language
from resograph.model import Issue
from resograph.read.akn_body import inner
from resograph.symbol import Symbol, resolution

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The number of a resolution as its title prints it: 2777 (2025), 60/288.
_OF_YEAR = re.compile(r"(?P<number>[0-9]+) ?\((?P<place>[0-9]{4})\)")
_IN_SESSION = re.compile(r"(?P<place>[0-9]+)/(?P<number>[0-9]+)")
# A symbol with words behind it, that name a part of the document or all of them: A/DEC/76/553 A and B.
_WORDED = re.compile(r"(?P<whole>[A-Z]\S*/[0-9]+)\s(?P<words>.+)", re.DOTALL)
_WORD = re.compile(r"\w+")
# The numbers by which the publisher names its files: A_RES_78_4_F.xml, S_PRST_2007_22-0739405E.xml.
_NAMED = re.compile(r"(?<![0-9])(?P<place>[0-9]{2,4})_(?P<number>[0-9]+)")
_STATED = re.compile(r"S_PRST_(?P<year>[0-9]{4})_(?P<number>[0-9]+)")
_SPECIAL = re.compile("^E?S-")
_STATEMENT = "presidentialStatement"


def stated_symbol(root: Element, place: str, language: Language | None = None) -> tuple[Symbol, list[Issue]]:
    """Give the symbol on the cover page, and what is odd about it.

    Args:
        root: the document.
        place: what error messages call it.
        language: that of the text, by which words in the place of a symbol are read; None to believe symbols alone.

    Raises:
        InputError: there is none.
    """
    number = root.find(".//{*}coverPage//{*}docNumber")
    printed = inner(number) if number is not None else ""
    if number is None or not printed:
        if language and (titled := _titled(root)):
            return titled, [Issue("symbol-missing", f"the cover page prints none; its title has {titled}", "document")]
        raise InputError(
            f"{place}:{root.sourceline}: names no document symbol on its cover page (docNumber). "
            "Write it there (A/RES/60/288), or read the text of the document instead.",
            "no-symbol",
        )
    try:
        symbol, odd = _turned(Symbol.parse(printed), root)
        return _outvoted(symbol, odd, root, place)
    except InvalidSymbol as cause:
        if language and (worded := _worded(printed, language)):
            return worded, [Issue("symbol-worded", f"the cover page prints {printed!r}, read as {worded}", "document")]
        raise InputError(f"{place}:{number.sourceline}: {cause}", "no-symbol") from cause


def is_named_otherwise(symbol: Symbol, place: str) -> bool:
    """Say whether a file is named after another number than that of its symbol, so that more of it must be read.

    >>> is_named_otherwise(Symbol.parse("A/RES/78/3"), "A_RES_78_4_F.xml")
    True
    >>> is_named_otherwise(Symbol.parse("S/RES/2441 (2018)"), "S_RES_2441_1818615E.xml")
    False
    >>> is_named_otherwise(Symbol.parse("A/RES/ES-10/21"), "A_RES_ES-10_21E.xml")
    False
    """
    named, session = _NAMED.search(PurePath(place).name), _SPECIAL.sub("", symbol.session or "")
    return named is not None and symbol.year is None and named.groups() != (session, symbol.number)


def _outvoted(symbol: Symbol, odd: list[Issue], root: Element, place: str) -> tuple[Symbol, list[Issue]]:
    """Give the symbol that two of cover page, title and name of the file say.

    A statement of the President with the symbol of a resolution, which it cites, has the number of its file.
    Of 18,712 files of the record the cover page is wrong in three.
    """
    statement = root.find(".//{*}statement")
    if symbol.kind == "resolution" and statement is not None and statement.get("name") == _STATEMENT:
        stated = _STATED.match(PurePath(place).name)
        right = Symbol.parse("S/PRST/{year}/{number}".format(**stated.groupdict())) if stated else None
    else:
        right = _renumbered(symbol, root, place) if is_named_otherwise(symbol, place) else None
    if right is None:
        return symbol, odd
    text = (
        f"the cover page prints {symbol}; what stands behind it and the name of the file say {right}, and are believed"
    )
    return right, [*odd, Issue("symbol-wrong", text, "document")]


def _renumbered(symbol: Symbol, root: Element, place: str) -> Symbol | None:
    """Give a symbol with the number of the title, if the name of the file has it too."""
    named, title = _NAMED.search(PurePath(place).name), root.find(".//{*}preface//{*}docNumber")
    printed = _IN_SESSION.search(inner(title)) if title is not None else None
    if named is None or printed is None or printed.groups() != named.groups():
        return None
    return replace(symbol, session=named["place"], number=named["number"])


def _turned(symbol: Symbol, root: Element) -> tuple[Symbol, list[Issue]]:
    """Give a symbol whose session and number are set the wrong way round (A/DEC/573/76, in Arabic) as it should be."""
    sitting = root.find(".//{*}coverPage//{*}session")
    session = sitting.get("value") if sitting is not None else None
    if session is None or symbol.session == session or symbol.number != session:
        return symbol, []
    right = replace(symbol, session=symbol.number, number=symbol.session)
    return right, [Issue("symbol-reversed", f"the cover page prints {symbol} for {right}", "document")]


def _titled(root: Element) -> Symbol | None:
    """Give the symbol that title, kind and author make: 2777 (2025), a resolution of the Security Council."""
    title = root.find(".//{*}coverPage//{*}docTitle[@refersTo='#resolutionNumber']")
    author, kind = root.find(".//{*}FRBRWork/{*}FRBRauthor"), root.find(".//{*}statement")
    if title is None or author is None or kind is None:
        return None
    text = inner(title)
    if not (found := _OF_YEAR.search(text) or _IN_SESSION.search(text)):
        return None
    try:
        return resolution(author.get("href", ""), found["place"], found["number"], kind.get("name", ""))
    except InvalidSymbol:
        return None


def _worded(printed: str, language: Language) -> Symbol | None:
    """Give a symbol with a part named in the letters of a language; with several parts, that of the document they are in."""
    if not (found := _WORDED.fullmatch(printed)):
        return None
    parts = [x for x in (_letter(w, language) for w in _WORD.findall(found["words"])) if x]
    try:
        return Symbol.parse(found["whole"] + parts[0] if len(parts) == 1 else found["whole"]) if parts else None
    except InvalidSymbol:
        return None


def _letter(word: str, language: Language) -> str | None:
    """Give the Latin letter of a part, None for any other word."""
    return word if re.fullmatch("[A-Z]", word) else language.citations.signs.get(word)

"""The publisher's hyperlinks beside the citations that the words make: where they differ, both are kept and reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from resograph.errors import InvalidSymbol
from resograph.model import Hyperlink, Issue, Structure
from resograph.reading import Citation, Reference
from resograph.symbol import Symbol

# Where the United Nations shows a document by its symbol; a language may stand before it ("ch" is Chinese there).
_HOSTS = re.compile(r"(?:www\.)?undocs\.org|docs\.un\.org|daccess-ods\.un\.org|daccess-dds-ny\.un\.org")
_LANGUAGE = re.compile(r"/[A-Za-z]{2}(?=/)")
# Documents of two organs bear both symbols: A/75/195-S/2020/834.
_JOINED = re.compile(r"-(?=[A-Z]+/)")


def compare_links(structure: Structure, citations: Sequence[Citation]) -> tuple[Issue, ...]:
    """Give the hyperlinks that lead elsewhere than the words around them say.

    A link that leads to a document without the letter of its part, or without its year, is no other one. Words in
    which no citation was found are compared with nothing.
    """
    issues: list[Issue] = []
    references: dict[str, list[Reference]] = {}
    for citation in citations:
        references.setdefault(citation.eid, []).extend(citation.references)
    for provision in structure.provisions:
        for link in provision.links:
            words = provision.text.text[slice(*link.span)]
            target = link_target(link)
            if target is None:
                continue
            if not target:
                text = f"the link on {words!r} leads to no document symbol ({link.href}); the words are believed"
                issues.append(Issue("link-broken", text, provision.eid))
                continue
            cited = references.get(provision.eid, ())
            here = {r.target for r in cited if r.target and _beside(link, r, provision.text.text)}
            if here and not any(_same(target, other) for other in here):
                text = f"{words!r} cites {', '.join(sorted(here))}, but links to {target}; the words are believed"
                issues.append(Issue("link-differs", text, provision.eid))
    return tuple(issues)


def link_target(link: Hyperlink) -> str | None:
    """Give the symbol of the document that a hyperlink leads to: empty if it leads to none, None if elsewhere.

    >>> link_target(Hyperlink((0, 6), "https://undocs.org/ch/A/RES/53/243b"))
    'A/RES/53/243B'
    >>> link_target(Hyperlink((0, 6), "https://undocs.org/en/A/75/49%20(vol.%20I)"))
    'A/75/49(Vol.I)'
    """
    address = urlsplit(link.href.strip())
    if address.scheme == "file":
        return ""
    if not _HOSTS.fullmatch(address.netloc.lower()):
        return None
    path = unquote(address.path)
    path = _LANGUAGE.sub("", path, count=1) if _LANGUAGE.match(path) else path
    try:
        return str(Symbol.parse(path.strip("/")))
    except InvalidSymbol:
        return ""


def _beside(link: Hyperlink, reference: Reference, text: str) -> bool:
    """Say whether a link stands on words that name the cited document by its number."""
    if not (reference.span[0] < link.span[1] and link.span[0] < reference.span[1]):
        return False
    try:
        number = Symbol.parse(reference.target or "").number
    except InvalidSymbol:
        return False
    return number is not None and number.rsplit(".", 1)[-1] in text[slice(*reference.span)]


def _same(link: str, cited: str) -> bool:
    """Say whether a link leads to what is cited: the document, or one of its two symbols, but for part and year."""
    return any(_plain(link) == _plain(symbol) for symbol in (cited, *_JOINED.split(cited)))


@lru_cache(maxsize=16_384)
def _plain(symbol: str) -> str:
    """Give a symbol without the letter of its part, and without the year of a series that counts through all years."""
    parsed = Symbol.parse(symbol)
    through = parsed.year is not None and parsed.body is not None and f"({parsed.year})" in symbol
    return str(replace(parsed, part="", year=None if through else parsed.year))

"""The publisher's hyperlinks beside the citations that the words make: where they differ, both are kept and reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from resograph.errors import InvalidSymbol
from resograph.model import Hyperlink, Issue, Structure
from resograph.reading import Citation
from resograph.symbol import Symbol

# Where the United Nations shows a document by its symbol; a language may stand before it ("ch" is Chinese there).
_HOSTS = re.compile(r"(?:www\.)?undocs\.org|docs\.un\.org|daccess-ods\.un\.org|daccess-dds-ny\.un\.org")
_LANGUAGE = re.compile(r"/[A-Za-z]{2}(?=/)")


def compare_links(structure: Structure, citations: Sequence[Citation]) -> tuple[Issue, ...]:
    """Give the hyperlinks that lead elsewhere than the words around them say.

    A link that leads to a document without the letter of its part, or without its year, is no other one. Words in
    which no citation was found are compared with nothing.
    """
    issues: list[Issue] = []
    for provision in structure.provisions:
        cited = [r for c in citations if c.eid == provision.eid for r in c.references] if provision.links else []
        for link in provision.links:
            words = provision.text.text[slice(*link.span)]
            target = link_target(link)
            if target is None:
                continue
            if not target:
                text = f"the link on {words!r} leads to no document symbol ({link.href}); the words are believed"
                issues.append(Issue("link-broken", text, provision.eid))
                continue
            here = {r.target for r in cited if r.target and r.span[0] < link.span[1] and link.span[0] < r.span[1]}
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


def _same(link: str, cited: str) -> bool:
    """Say whether two symbols are those of one document, but for its part or year."""
    return link == cited or re.fullmatch(r"[A-Z]?(?:-[A-Z])?(?:\(.*\))?", _rest(cited, link) or _rest(link, cited) or "?") is not None


def _rest(longer: str, shorter: str) -> str:
    return longer.removeprefix(shorter) if longer.startswith(shorter) else ""

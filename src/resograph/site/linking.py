"""Where the pages of things are, seen from a page, and in which language a word on it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from resograph import iri
from resograph.iri import UNBIS
from resograph.site.facts import Facts, Value, local
from resograph.site.words import Tongue

ACTOR = "actor/"
# Where the United Nations keeps documents, by language and symbol.
_OFFICIAL = "https://docs.un.org/{}/{}"


def is_document(name: str) -> bool:
    """Say whether an IRI names a document: its local name begins with the prefix of a symbol."""
    return name.startswith(iri.BASE) and local(name)[:1].isupper()


def official(tag: str, symbol: str) -> str:
    """Give the address of the official text of a document in a language.

    >>> official("fr", "A/C.2/76/L.15")
    'https://docs.un.org/fr/A/C.2/76/L.15'
    """
    return _OFFICIAL.format(tag, quote(symbol, "/()"))


def link(facts: Facts, root: str, tag: str, thing: str) -> str:
    """Give the address of the page of a thing, from the page at `root`.

    A document that has no page here is where its publisher keeps it, other things keep their IRI; a place in a document
    whose text is not here is the page of the document.
    """
    if thing.startswith(UNBIS) and facts.knows(thing):
        return f"{root}subject/{thing.removeprefix(UNBIS)}.{tag}.html"
    if not thing.startswith(iri.BASE):
        return thing if thing.startswith(("https:", "http:")) else "#"
    whole, _, fragment = thing.partition("#")
    if not facts.knows(whole):
        return official(tag, local(whole)) if is_document(whole) else whole
    return f"{root}id/{local(whole)}.{tag}.html" + (f"#{fragment}" if fragment and facts.knows(thing) else "")


def said(tongues: Mapping[str, Tongue], tag: str, value: Value | None) -> Markup:
    """Give the attributes of words in another language than the page: which, and its direction."""
    lang = value.lang if value else ""
    if not lang or lang == tag:
        return _AS_THE_PAGE
    spoken = tongues.get(lang)
    return _spoken(lang, spoken.direction if spoken else "auto")


_AS_THE_PAGE = Markup("")


@lru_cache(maxsize=256)
def _spoken(lang: str, direction: str) -> Markup:
    return Markup(f' lang="{escape(lang)}" dir="{direction}"')  # noqa: S704 - a tag, escaped


def session_link(root: str, tag: str, body: str, shelf: str) -> str:
    """Give the address of the page of a session of a body, or of its year."""
    return f"{root}session/{local(body).removeprefix(ACTOR)}/{shelf}.{tag}.html"

"""Where a program goes on from a page: the IRI to cite, the data, the licence (RFC 8288, signposting.org).

A page says the same in its head and, on a server, in the header `Link`; addresses are relative to the page in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from resograph import iri
from resograph.iri import UNBIS
from resograph.site.data import FORMS, ONTOLOGY, SUBJECT
from resograph.site.turning import TURNED
from resograph.void import DATASET, LICENCE

# Where the description of the dataset and its dumps lies; its links are relative to it.
DESCRIPTION = "void.ttl"
MEDIA = {"ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json", "csv": "text/csv"}
_SCHEMA = "https://schema.org/"
_OF_ALL = ("index", "data")
# A table is content of the thing rather than what is said of it.
_TABLE = "csv"


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link of a page as a whole: its relation, where it leads, and the media type that is there, or ""."""

    rel: str
    href: str
    media: str = ""


def cited(bare: str) -> str:
    """Give the IRI of what a page is about, or "".

    >>> cited("id/A/RES/60/288"), cited("session/ga/60")
    ('https://w3id.org/resograph/id/A/RES/60/288', '')
    """
    if bare.startswith("id/"):
        return iri.entity(bare.removeprefix("id/"))
    if bare.startswith(SUBJECT):
        return UNBIS + bare.removeprefix(SUBJECT)
    return iri.ONTOLOGY if bare == ONTOLOGY else DATASET if bare in _OF_ALL else ""


def forms(bare: str) -> tuple[str, ...]:
    """Give the endings of the data of a page; a table there is of things only."""
    if TURNED in bare:
        return ()
    if bare == ONTOLOGY:
        return tuple(form for form in FORMS if form != _TABLE)
    return tuple(FORMS) if bare.startswith(("id/", SUBJECT)) else ()


@lru_cache(maxsize=4096)
def signposts(bare: str) -> tuple[Signpost, ...]:
    """Give the signposts of a page.

    Args:
        bare: its address, without language and ending.
    """
    whole = bare.partition(TURNED)[0]
    return tuple(_posts(whole, "../" * whole.count("/")))


@lru_cache(maxsize=4096)
def in_head(bare: str) -> Markup:
    """Give the signposts of a page as its head has them, a line each.

    Args:
        bare: its address, without language and ending.
    """
    typed = ((post, f' type="{post.media}"' if post.media else "") for post in signposts(bare))
    lines = (f'<link rel="{post.rel}"{media} href="{escape(post.href)}">\n' for post, media in typed)
    return Markup("".join(lines))  # noqa: S704 - what is not a word of ours is escaped


def _posts(bare: str, root: str) -> Iterator[Signpost]:
    if name := cited(bare):
        yield Signpost("cite-as", quote(name, ":/()#"))
    stem = f"{root}{quote(bare, '/()')}"
    for form in forms(bare):
        yield Signpost("item" if form == _TABLE else "describedby", f"{stem}.{form}", MEDIA[form])
    if bare in _OF_ALL:
        yield Signpost("describedby", f"{root}{DESCRIPTION}", MEDIA["ttl"])
    yield Signpost("license", LICENCE)
    if name:
        yield Signpost("type", f"{_SCHEMA}AboutPage")
        if bare.startswith("id/") and bare[3:4].isupper():
            yield Signpost("type", f"{_SCHEMA}Legislation")


@lru_cache(maxsize=4096)
def header(bare: str, *, is_page: bool) -> str:
    """Give the header `Link` of a page, or of the data of one, which lead back to it.

    Args:
        bare: its address, without language and ending.
        is_page: it is no data.

    >>> header("ontology", is_page=False)
    '<ontology>; rel="describes"; type="text/html", <https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'
    """
    root = "../" * bare.count("/")
    back = (Signpost("describes", f"{root}{quote(bare, '/()')}", "text/html"), Signpost("license", LICENCE))
    return ", ".join(
        f'<{post.href}>; rel="{post.rel}"' + (f'; type="{post.media}"' if post.media else "")
        for post in (signposts(bare) if is_page else back)
    )

"""Which form of an answer a client gets: media types, content negotiation (RFC 9110, 12.5.1), names for `?format=`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header


@dataclass(frozen=True, slots=True)
class Format:
    """A form of an answer.

    Args:
        name: what `?format=` calls it, and the ending of a file of it.
        media_type: as sent.
        aliases: other media types and names under which clients ask for it.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Give the header value, with the charset where the type has one."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


# SPARQL 1.1 Query Results: JSON, XML, CSV and TSV. The first is what a client gets that does not mind.
ROWS = (
    Format("json", "application/sparql-results+json", ("application/json", "srj")),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml", "srx")),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
)
# An ASK is true or false, for which CSV and TSV have no form.
YES_OR_NO = ROWS[:2]
TRIPLES = (
    Format("ttl", "text/turtle", ("turtle", "application/x-turtle", "text/n3")),
    Format("nt", "application/n-triples", ("text/plain", "ntriples")),
    Format("jsonld", "application/ld+json", ("json-ld", "application/json")),
    Format("rdf", "application/rdf+xml", ("application/xml", "rdfxml")),
)
BY_FORM: dict[str, tuple[Format, ...]] = {"SELECT": ROWS, "ASK": YES_OR_NO, "CONSTRUCT": TRIPLES, "DESCRIBE": TRIPLES}
PAGE = Format("html", "text/html", ("application/xhtml+xml",))


def named(name: str, offered: tuple[Format, ...]) -> Format | None:
    """Give the format that `?format=` names: by its name, its media type or an alias.

    >>> named("text/csv", ROWS).name
    'csv'
    """
    wanted = name.strip().lower()
    return next((f for f in offered if wanted in {f.name, f.media_type, *f.aliases}), None)


@lru_cache(maxsize=4096)
def negotiated(accept: str, offered: tuple[Format, ...]) -> Format | None:
    """Give the best of some formats for an Accept header; None if the client takes none of them.

    Args:
        accept: the header as sent; empty takes anything.
        offered: formats, the preferred first.

    >>> negotiated("text/csv;q=0.9, */*;q=0.1", ROWS).name
    'csv'
    >>> negotiated("image/png", ROWS) is None
    True
    """
    if not accept.strip():
        return offered[0]
    accepted = parse_accept_header(accept, MIMEAccept)
    types = [(media_type, f) for f in offered for media_type in (f.media_type, *(a for a in f.aliases if "/" in a))]
    best = accepted.best_match([media_type for media_type, _ in types])
    return next((f for media_type, f in types if media_type == best), None)

"""The only place that mints IRIs (design: one resolution, one IRI, one graph, one page, one file)."""

from __future__ import annotations

# Where the pages of a dataset lie for good: IRIs of things begin with it.
HOME = "https://w3id.org/resograph"
ONTOLOGY = HOME + "/ontology"
RG = ONTOLOGY + "#"
BASE = HOME + "/id/"
# Concepts of the UNBIS Thesaurus and Sustainable Development Goals have the IRIs of their publisher.
UNBIS = "http://metadata.un.org/thesaurus/"
GOALS = "http://metadata.un.org/sdg/"


def document(symbol: str) -> str:
    """Give the IRI of a document.

    Args:
        symbol: its canonical symbol.

    >>> document("S/RES/1267(1999)")
    'https://w3id.org/resograph/id/S/RES/1267(1999)'
    """
    return BASE + symbol


def part(symbol: str, fragment: str) -> str:
    """Give the IRI of a part of a document: provision, act, citation, language version.

    >>> part("A/RES/60/288", "op3.b")
    'https://w3id.org/resograph/id/A/RES/60/288#op3.b'
    """
    return f"{BASE}{symbol}#{fragment}"


def entity(local: str) -> str:
    """Give the IRI of a thing of the registries from its local name.

    >>> entity("actor/unesco")
    'https://w3id.org/resograph/id/actor/unesco'
    """
    return BASE + local


def concept(scheme: str, name: str) -> str:
    """Give the IRI of a concept.

    >>> concept("act", "reaffirm")
    'https://w3id.org/resograph/id/act/reaffirm'
    """
    return f"{BASE}{scheme}/{name}"


def scheme(name: str) -> str:
    """Give the IRI of a concept scheme."""
    return f"{BASE}scheme/{name}"


def vocabulary(name: str) -> str:
    """Give the IRI of a vocabulary graph: actors, instruments, schemes, links."""
    return f"{BASE}vocabulary/{name}"


def meeting(body: str, session: int | str | None, number: int | str) -> str:
    """Give the IRI of a meeting; a body that counts its meetings through all years has no session.

    >>> meeting("ga", 60, 99), meeting("sc", None, 8744)
    ('https://w3id.org/resograph/id/meeting/ga/60/99', 'https://w3id.org/resograph/id/meeting/sc/8744')
    """
    return f"{BASE}meeting/{body}/{session}/{number}" if session else f"{BASE}meeting/{body}/{number}"


def agenda_item(body: str, session: int | str | None, key: str) -> str:
    """Give the IRI of an item on the agenda of a session, or of a body that keeps one list through all years.

    >>> agenda_item("ga", 77, "99x")
    'https://w3id.org/resograph/id/agenda/ga/77/99x'
    """
    return f"{BASE}agenda/{body}/{session}/{key}" if session else f"{BASE}agenda/{body}/{key}"


def language(tag: str) -> str:
    """Give the Library of Congress IRI of a language.

    >>> language("zh")
    'http://id.loc.gov/vocabulary/iso639-1/zh'
    """
    return f"http://id.loc.gov/vocabulary/iso639-1/{tag}"

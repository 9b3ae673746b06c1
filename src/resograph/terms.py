"""RDF terms and quads as N-Triples strings: the form that is streamed, sorted and written.

A term is written once, when it is made; everything after that moves strings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

Term = str
Pair = tuple[Term, Term]
Quad = tuple[Term, Term, Term, Term]

# Labels that an editor adds are in English (data/labels); the graph says that they are no part of the text.
EDITED_IN = "en"
XSD = "http://www.w3.org/2001/XMLSchema#"
# IRIREF of the N-Triples grammar: no control character, space, or one of <>"{}|^`\
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_NAMED_ESCAPES = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_ESCAPES = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")
_NAMED_SIGNS = {escape[1]: sign for sign, escape in _NAMED_ESCAPES.items()}


@lru_cache(maxsize=16_384)
def iri(text: str) -> Term:
    """Give an IRI as a term; what an IRI may not hold is percent-encoded.

    >>> iri("https://w3id.org/resograph/id/S/RES/1267(1999)")
    '<https://w3id.org/resograph/id/S/RES/1267(1999)>'
    """
    return f"<{_NOT_IN_IRI.sub(_percent, text)}>"


def _percent(sign: re.Match[str]) -> str:
    return f"%{ord(sign.group()):02X}"


def literal(text: str, lang: str | None = None, datatype: str | None = None) -> Term:
    """Give a literal as a term.

    Args:
        text: its characters.
        lang: a BCP 47 tag, or None.
        datatype: an IRI without brackets, or None for xsd:string.

    >>> literal("审查", lang="zh")
    '"审查"@zh'
    """
    body = _TO_ESCAPE.sub(_escaped, text)
    return f'"{body}"@{lang}' if lang else f'"{body}"^^<{datatype}>' if datatype else f'"{body}"'


def _escaped(sign: re.Match[str]) -> str:
    return _NAMED_ESCAPES.get(sign.group()) or f"\\u{ord(sign.group()):04X}"


@lru_cache(maxsize=16_384)
def repeated(text: str) -> Term:
    """Give a literal that many statements share, without a language: it is made once."""
    return literal(text)


@lru_cache(maxsize=16_384)
def integer(value: int) -> Term:
    """Give an xsd:integer."""
    return f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> Term:
    """Give an xsd:boolean."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def date(value: dt.date) -> Term:
    """Give an xsd:date."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


def unescaped(body: str) -> str:
    r"""Give the characters of a literal from what stands between its quotation marks.

    >>> unescaped(r"a \"b\" \u007F") == 'a "b" \x7f'
    True
    """
    return _ESCAPES.sub(_sign, body) if "\\" in body else body


def _sign(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _NAMED_SIGNS.get(escape[2], escape[2])


def nquads(quads: Iterable[Quad]) -> str:
    r"""Give quads as N-Quads, one line each.

    >>> nquads([("<a:s>", "<a:p>", '"o"', "<a:g>")])
    '<a:s> <a:p> "o" <a:g> .\n'
    """
    return "".join([f"{s} {p} {o} {g} .\n" for s, p, o, g in quads])


class Described(NamedTuple):
    """What a graph says of one subject: predicates and objects.

    Graphs are made, looked through and written subject by subject: most of what they hold is of mentions.
    """

    name: Term
    pairs: tuple[Pair, ...]
    graph: Term

    @property
    def quads(self) -> Iterator[Quad]:
        """Give the same as quads."""
        return ((self.name, predicate, value, self.graph) for predicate, value in self.pairs)

    @property
    def text(self) -> str:
        """Give the same as N-Quads."""
        between = f" {self.graph} .\n{self.name} "
        return f"{self.name} {between.join(map(' '.join, self.pairs))} {self.graph} .\n" if self.pairs else ""

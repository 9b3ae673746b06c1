"""Parameters of queries: values from a command line as RDF terms that cannot change a query."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from resograph.errors import QueryError
from resograph.iri import BASE
from resograph.terms import XSD

FREE = "*"
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SCHEME = re.compile(r"(https?://|urn:)\S")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# A u behind a backslash is escaped too: engines that resolve \u before they parse would see an escape in "\\u0022"
# (rdflib 7 does, and reads up to eight digits behind it: hence the long form).
_TO_ESCAPE = re.compile(r'["\\\t\n\r]|(?<=\\)[uU]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "u": "\\U00000075", "U": "\\U00000055"}


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: its variable, type, default (None: must be given; `FREE`: may stay open) and meaning."""

    name: str
    type: str
    default: str | None
    what: str


def _literal(text: str, datatype: str = "") -> str:
    return f'"{_TO_ESCAPE.sub(lambda m: _ESCAPES[m.group()], text)}"' + (f"^^<{XSD}{datatype}>" if datatype else "")


def _iri(text: str, name: str) -> str:
    # A bare slug belongs to the folder of the parameter's name: actor=interpol is actor/interpol.
    local = text if "/" in text or ":" in text else f"{name}/{text}"
    full = local if _SCHEME.match(local) else BASE + local
    if not text or _NOT_IN_IRI.search(full):
        raise ValueError(text)
    return f"<{full}>"


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return _literal(text)


def _symbol(text: str, _: str) -> str:
    from resograph.symbol import Symbol

    return _literal(str(Symbol.parse(text)))


TYPES: dict[str, tuple[Callable[[str, str], str], str]] = {
    "iri": (_iri, "a name such as actor/interpol, or an IRI"),
    "string": (lambda text, _: _literal(text), "a text"),
    "integer": (lambda text, _: _literal(str(int(text)), "integer"), "a whole number"),
    "date": (lambda text, _: _literal(dt.date.fromisoformat(text).isoformat(), "date"), "a date such as 2008-09-08"),
    "symbol": (_symbol, "a document symbol such as A/RES/60/288"),
    "lang": (lambda text, _: _matching(_LANG, text), "a language tag such as zh"),
}


def term(param: Param, value: str) -> str:
    """Give a value as one RDF term, ready to stand in a query.

    Args:
        param: says what type it must have.
        value: as given by a person.

    Raises:
        QueryError: it does not fit the type.
    """
    write, expected = TYPES[param.type]
    try:
        written = write(value, param.name)
    except ValueError:
        written = ""
    if not written or _CONTROL.search(value):
        raise QueryError(f"Parameter {param.name}: expected {expected}, not {value!a}.")
    return written

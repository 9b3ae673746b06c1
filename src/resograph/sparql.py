"""The text of a SPARQL query as tokens: what may be run, and where values are bound.

Nothing here parses SPARQL; an engine does. Four things must be known before an engine sees a text: that it asks and
does not change (no update), that it calls no other server (SERVICE cannot be switched off in pyoxigraph), that it is
not nested so deeply that a recursive parser ends the process, and where the outer WHERE begins.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from resograph.errors import QueryError

# pyoxigraph 0.5.13 was seen to end the process at 3,000 nested groups and at chains of 4,000 to 8,000 operators.
MAX_DEPTH = 200
MAX_PARTS = 2000
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

# SPARQL 1.1, section 19.8, as far as needed to tell words and punctuation from what they may stand inside.
_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
                  |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
      | (?P<variable>[?$]\w+)
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<name>[\w.-]*:(?:\\.|%[0-9A-Fa-f]{2}|[\w.:-])*)
      | (?P<word>\w+)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
# SPARQL 1.1, section 19.2: escapes of code points may stand for any character, also of a keyword.
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODE_POINT = 0x10FFFF
_ERROR_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class Token(NamedTuple):
    """A word, name, string or mark of a query, and the offset behind it."""

    kind: str
    text: str
    end: int


@lru_cache(maxsize=2)  # each question below goes through them, of the same text one after the other
def tokens(text: str) -> tuple[Token, ...]:
    """Give the tokens of a query; white space and comments are left out.

    >>> [token.text for token in tokens("ASK { ?s ?p 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', '?p', "'SERVICE'", '}']
    """
    return tuple(
        Token(match.lastgroup, match.group(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup and match.lastgroup != "skip"
    )


def form(text: str) -> str:
    """Give the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: the text is an update, or neither.
    """
    for token in tokens(text):
        word = token.text.upper()
        if token.kind == "word" and word in FORMS:
            return word
        if token.kind == "word" and word in UPDATES:
            raise QueryError(f"{word} changes data; only {', '.join(FORMS)} can be run.")
    raise QueryError(f"The text holds no query: none of {', '.join(FORMS)} stands in it.")


def names_graphs(text: str) -> bool:
    """Tell whether a query may look at named graphs (GRAPH, FROM)."""
    return any(token.kind == "word" and token.text.upper() in {"GRAPH", "FROM"} for token in tokens(text))


def _skeleton(text: str) -> list[tuple[str, str]]:
    return [(t.kind, t.text.upper() if t.kind in {"word", "mark"} else "") for t in tokens(text)]


def _code_point(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= _LAST_CODE_POINT else match.group()


def _check_depth(text: str) -> None:
    depth = parts = 0
    for token in tokens(text):
        if token.kind != "mark":
            continue
        depth += (token.text in "{([") - (token.text in "})]")
        parts += token.text in "{([+-*/|&!^"
        if depth > MAX_DEPTH:
            raise QueryError(f"The query is nested more than {MAX_DEPTH} levels deep. Write it flatter.")
        if parts > MAX_PARTS:
            raise QueryError(f"The query has more than {MAX_PARTS} groups and operators. Use VALUES for long lists.")


def check(text: str, *, local: bool = True) -> None:
    """Refuse a text that must not reach an engine.

    Args:
        text: a query.
        local: it is to run in this process, where SERVICE would send requests from this machine.

    Raises:
        QueryError: it is an update, calls SERVICE, is nested too deeply, or hides keywords behind code points.
    """
    plain = _CODE_POINT.sub(_code_point, text)
    if plain != text and _skeleton(text) != _skeleton(plain):
        raise QueryError("The query writes keywords, quotation marks or punctuation as \\u escapes. Write them out.")
    _check_depth(text)
    form(text)
    for token in tokens(text):
        # Parsers take a keyword that touches its neighbours: "1SERVICE<…>", "SERVICE:x".
        touching = token.text if token.kind == "word" else token.text.partition(":")[0] if token.kind == "name" else ""
        if local and "SERVICE" in touching.upper():
            raise QueryError(
                "SERVICE is not allowed: a query on local data sends no requests. "
                "Query the other endpoint by itself (and rename a prefix called “service”)."
            )


def inside_wheres(text: str) -> dict[int, frozenset[str]]:
    """Give the offsets behind the braces that open the outer WHERE and that of each SELECT inside it, the outer first.

    With each stand the names of the variables between its braces. Values joined there are in scope of every pattern and
    filter of the group, before any grouping.

    Raises:
        QueryError: the query has no such place.
    """
    groups, last = 0, ""
    found: dict[int, set[str]] = {}
    open_at: list[int | None] = []
    for token in tokens(text):
        if token.kind == "mark" and token.text in "{(":
            outer = not open_at and (groups or form(text) != "CONSTRUCT")
            begins = token.text == "{" and last == "WHERE" and (found or outer)
            if begins:
                found[token.end] = set()
            groups += token.text == "{"
            open_at.append(token.end if begins else None)
        elif token.kind == "mark" and token.text in "})":
            del open_at[-1:]
        elif token.kind == "variable":
            for place in filter(None, open_at):
                found[place].add(token.text[1:])
        last = token.text.upper() if token.kind == "word" else ""
    if not found:
        raise QueryError("Parameters need a query with WHERE { … } (and CONSTRUCT { … } before it): write WHERE out.")
    return {place: frozenset(names) for place, names in found.items()}


def syntax_error(name: str, text: str, error: SyntaxError) -> QueryError:
    """Give the error for a query that pyoxigraph cannot parse, with line, column and a caret.

    Args:
        name: of the query, for the reader.
        text: its text as written.
        error: what the engine raised.
    """
    match = _ERROR_PLACE.match(str(error))
    if not match:
        return QueryError(f"{name}: {error}")
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    source = lines[line - 1].expandtabs(1) if line <= len(lines) else ""
    expected = match[3].split(", [")[0].partition("\n")[0]
    return QueryError(f"{name}: line {line}, column {column}: {expected}\n  {source}\n  {' ' * (column - 1)}^")

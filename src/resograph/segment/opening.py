"""How a text opens: cover, title and enacting formula, which say what the document is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from resograph.errors import InputError
from resograph.grammar import Language
from resograph.model import Block, Expression, Frame, Issue, Layout, Particulars
from resograph.records import Body
from resograph.registry import Registry
from resograph.symbol import Symbol
from resograph.templates import compile_template

COLONS = "：:"
_AFTER_FORMULA = "，,،：: "
# Documents that no enacting formula opens.
_FREE = frozenset({"decision", "presidential-statement"})
# What some files print between the number and the title (75/291 - …).
_BEHIND_NUMBER = " -–—:"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a text is.

    Args:
        symbol: its symbol.
        title: its title, without the number.
        body: who adopts it (id in the registry).
        first: position of the first block after it.
        frame: its lines.
        formulas: bodies by the enacting formulas of the language.
        introduced: a line that introduces the text proper comes first, where it ends in a colon.
        told: it tells what was done, so that what its items stand under is no preamble.
        issues: what is odd.
    """

    symbol: str
    title: str
    body: str
    first: int
    frame: tuple[Frame, ...]
    formulas: Mapping[str, Body]
    introduced: bool = False
    told: bool = False
    issues: tuple[Issue, ...] = ()


def plain(block: Block) -> str:
    """Give a block's text as an enacting formula is listed: without the punctuation at its end."""
    return block.text.text.rstrip(_AFTER_FORMULA)


def open_text(expression: Expression, layout: Layout, language: Language, registry: Registry) -> Opening:
    """Give the opening of a text: from what its file says of it, else from title and enacting formula.

    Raises:
        InputError: neither says what the document is, or no body that the registry knows adopts it.
    """
    formulas = {name: b for b in registry.bodies.values() for name in b.formula.get(language.tag, [])}
    place = expression.manifestation.name
    if expression.particulars:
        return _stated(expression.particulars, layout.blocks, formulas, registry, place)
    return _printed(layout.blocks, formulas, language, place)


def _printed(blocks: Sequence[Block], formulas: Mapping[str, Body], language: Language, place: str) -> Opening:
    titles = [compile_template(r.match, language.fields) for r in language.frame if r.kind == "title"]
    texts = [b.text.text for b in blocks]
    formula = next((i for i, b in enumerate(blocks) if plain(b) in formulas), None)
    found = [(i, m) for i, t in enumerate(texts[:formula]) for p in titles if (m := p.match(t))]
    if formula is None or not found:
        example = next(iter(formulas), "")
        what = (
            f"enacting formula (such as {example})" if formula is None else "title with its number (such as 60/288. …)"
        )
        raise InputError(
            f"{place}: no {what} found, so this is no resolution that resograph can read. "
            "Check that the text begins at the title."
        )
    position, match = found[-1]
    body = formulas[plain(blocks[formula])]
    title = texts[position][match.end() :].strip() or texts[position]
    kinds = ["cover"] * position + ["title"] * (formula - position) + ["enacting-formula"]
    return Opening(_symbol(body.symbols, match), title, body.id, formula + 1, _frame(kinds, blocks), formulas)


def _symbol(templates: Sequence[str], match: re.Match[str]) -> str:
    parts = {k: v for k, v in match.groupdict().items() if v}
    for template in templates:
        if set(re.findall(r"\{([a-z]+)\}", template)) == set(parts) - {"letter"}:
            return str(Symbol.parse(template.format(**parts) + parts.get("letter", "")))
    raise InputError(f"the number {match.group()!r} fits no symbol of this body ({', '.join(templates)})")


def _stated(
    said: Particulars, blocks: Sequence[Block], formulas: Mapping[str, Body], registry: Registry, place: str
) -> Opening:
    titles = list(takewhile(lambda block: block.kind == "title", blocks))
    rest = blocks[len(titles) :]
    formula = formulas.get(plain(rest[0])) if rest else None
    symbol = Symbol.parse(said.symbol)
    body = symbol.body or (formula.id if formula else None)
    if body is None or body not in registry.bodies:
        raise InputError(f"{place}: {symbol} is adopted by no body that resograph knows. Add it to data/bodies.")
    kinds = ["title"] * len(titles) + ["enacting-formula"] * bool(formula)
    return Opening(
        symbol=str(symbol),
        title=_title(titles) or str(symbol),
        body=body,
        first=len(kinds),
        frame=_frame(kinds, blocks),
        formulas=formulas,
        introduced=symbol.kind == "presidential-statement",
        told=symbol.kind == "decision",
        issues=tuple(_oddities(said, symbol, titles, formula, rest)),
    )


def _title(titles: Sequence[Block]) -> str:
    if not titles:
        return ""
    text = titles[0].text.text
    return text[titles[0].label :].lstrip(_BEHIND_NUMBER).strip() or text


def _oddities(
    said: Particulars, symbol: Symbol, titles: Sequence[Block], formula: Body | None, rest: Sequence[Block]
) -> list[Issue]:
    found: list[Issue] = []
    printed = re.findall(r"\d+", titles[0].text.text) if titles else []
    if printed and symbol.number and symbol.kind != "presidential-statement" and symbol.number not in printed:
        text = f"the cover says {symbol}, the title {titles[0].text.text[:40]!r}; the cover is believed"
        found.append(Issue("symbol-differs", text, "document"))
    if formula and symbol.body and formula.id != symbol.body:
        text = f"{symbol} is a text of {symbol.body}, but the enacting formula is that of {formula.id}"
        found.append(Issue("body-differs", text, "document"))
    composite = bool(rest) and rest[0].kind == "part"
    if not formula and not composite and symbol.kind not in _FREE:
        found.append(Issue("formula-missing", "no enacting formula stands after the title", "document"))
    if not said.adopted:
        found.append(Issue("not-adopted", "the file records no adoption: this is a draft", "document"))
    return found


def _frame(kinds: Sequence[str], blocks: Sequence[Block]) -> tuple[Frame, ...]:
    return tuple(
        Frame(kind, tuple(block.text.source_spans()), block.text.text)
        for kind, block in zip(kinds, blocks, strict=False)
    )

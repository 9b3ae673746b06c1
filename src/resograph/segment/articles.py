"""Labels inside articles: some languages count the paragraphs and items of treaties in signs of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resograph import eid
from resograph.grammar import Language
from resograph.model import Block
from resograph.numerals import to_roman
from resograph.segment.labels import LINES, Label
from resograph.templates import compile_template

# What bears a heading stands around articles, not in them.
_HEADED = LINES | {"section"}
_FIRST_LETTER, _LETTERS = ord("a"), 26


def within_articles(
    blocks: Sequence[Block], labels: Sequence[Label | None], language: Language
) -> Iterator[Label | None]:
    """Give the labels of all paragraphs, those inside articles as the language counts there.

    Chinese prints 一、 (一) 1. for 1. (a) (i). Where digits count the paragraphs of an article, or letters its items, as
    elsewhere, the other signs mean in it what they mean elsewhere.
    """
    rules = [(rule, compile_template(rule.match, language.fields)) for rule in language.article_labels]
    inside = items = digits = letters = False
    for block, label in zip(blocks, labels, strict=True):
        if block.kind == "annex" or (label and label.level in LINES):
            inside = label is not None and label.level == "article"
            items = digits = letters = False
        found = next(((r, m) for r, p in rules if (m := p.match(block.text.text))), None) if inside else None
        if found is None or (label and label.level in _HEADED):
            letters = letters or (label is not None and label.level == "item")
            yield label
            continue
        rule, match = found
        digits = digits or (rule.counts == "roman" and not items)
        if (rule.counts == "roman" and digits) or (rule.counts == "letter" and letters):
            yield label
            continue
        items = rule.counts is not None
        printed, end = match.group().strip(), max(match.end(), block.label)
        number = eid.label_value(printed).ordinal
        yield Label(rule.level, printed, str(number), end, _counted(number, rule.counts))


def _counted(number: int, counts: str | None) -> str:
    """Give the label that other languages print for a number: a letter or a Roman one; none for a paragraph.

    >>> _counted(3, "letter"), _counted(4, "roman"), _counted(2, None)
    ('(c)', '(iv)', '')
    """
    if counts is None:
        return ""
    letter = chr(_FIRST_LETTER + (number - 1) % _LETTERS) * (1 + (number - 1) // _LETTERS)
    return f"({letter if counts == 'letter' else to_roman(number).lower()})"

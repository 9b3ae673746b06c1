"""JSON-LD that a reader of JSON can use as it is: one tree, short names, lists where there can be several values.

What says that it lies in something lies under it: a document has `provisions`, a provision `measures`, `citations` and
`mentions`. The context (ontology/context.jsonld, generated) has the names and the forms of their values; of it a file
holds what it uses, so that it can be read anywhere. What does not fit the form of its name is written in full, so that
no statement is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from resograph import iri, resources, vocab
from resograph.publish.turtle import PLAIN_RELATIVE
from resograph.site.facts import TYPE, Value, natural
from resograph.terms import XSD

CONTEXT = resources.folder("ontology") / "context.jsonld"
_CONTEXT: Mapping[str, Any] = json.loads(CONTEXT.read_text("utf-8"))["@context"]
_SPACES = {name: space for name, space in _CONTEXT.items() if name in vocab.PREFIXES}
_XSD_INTEGER, _XSD_BOOLEAN = XSD + "integer", XSD + "boolean"
# The list that a thing lies in, by the property that says where it lies, and its class.
_INSIDE = (
    ("measures", vocab.statedIn, vocab.Measure),
    ("otherActs", vocab.statedIn, vocab.Act),
    ("citations", vocab.citingProvision, vocab.Citation),
    ("mentions", vocab.inProvision, vocab.Mention),
    ("provisions", vocab.inDocument, vocab.Provision),
    ("issues", vocab.inDocument, vocab.Issue),
    ("notes", vocab.inDocument, vocab.EditorialNote),
    ("defines", vocab.PREFIXES["rdfs"] + "isDefinedBy", ""),
)
# What is written where it is pointed to, and always as an object.
_WITHIN = frozenset({vocab.expression, vocab.manifestation, vocab.followUp, vocab.vote})
# Lists of a provision that are there even where they are empty, so that a program need not ask.
_ALWAYS = ("measures", "otherActs", "citations", "mentions")
_FIRST = (
    "symbol", "title", "eId", "number", "prefLabel", "label", "heading", "text", "quote", "verbPhrase", "leadPhrase",
    "content",
)  # fmt: skip
_DEEPEST = 12
_CANONICAL = re.compile(r"0|-?[1-9][0-9]{0,14}")  # an integer that every program reads exactly
Pairs = Mapping[str, Sequence[Value]]


def _full(short: str) -> str:
    prefix, _, name = short.partition(":")
    return _SPACES[prefix] + name if prefix in _SPACES else short


# The name and the form of the values of a property, by its IRI.
_TERMS = {
    _full(said["@id"]): (name, said) for name, said in _CONTEXT.items() if isinstance(said, dict) and "@id" in said
}
_CLASSES = {_full(said): name for name, said in _CONTEXT.items() if isinstance(said, str) and _full(said) != said}


def compact(name: str) -> str:
    """Give an IRI with a prefix of the context, one of the ontology without.

    >>> compact("https://w3id.org/resograph/ontology#cites"), compact("http://www.w3.org/ns/org#memberOf")
    ('cites', 'org:memberOf')
    """
    return name.removeprefix(iri.RG) if name.startswith(iri.RG) else _prefixed(name)


def _prefixed(name: str) -> str:
    prefix = next((prefix for prefix, space in _SPACES.items() if name.startswith(space)), "")
    return f"{prefix}:{name.removeprefix(_SPACES[prefix])}" if prefix else name


def framed(root: str, things: Mapping[str, Pairs]) -> bytes:
    """Give what is said of things as one tree in JSON-LD; the same statements give the same bytes.

    Args:
        root: IRI of the thing at the top.
        things: values by property by thing.
    """
    tree = _Tree(things)
    top = tree.node(root)
    # What lies in something comes with it, unless they lie in each other.
    rest = sorted(things, key=lambda name: name in tree.inside)
    included = [tree.node(name) for name in rest if name not in tree.placed]
    if included:
        top["included"] = included
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(said)}" for name, said in _used(top).items())
    written = json.dumps(top, ensure_ascii=False, indent=1).removeprefix("{")
    return f'{{\n "@context": {{\n{lines}\n }},{written}\n'.encode()


class _Tree:
    """Places each thing once: under what it lies in, or where it is pointed to."""

    def __init__(self, things: Mapping[str, Pairs]) -> None:
        self.things = things
        self.placed: set[str] = set()
        self.inside: dict[str, tuple[str, str, str]] = {}
        self._lists: dict[str, dict[str, list[str]]] = {}
        for name, pairs in things.items():
            if found := _place(name, pairs, things):
                self.inside[name] = found
                self._lists.setdefault(found[2], {}).setdefault(found[0], []).append(name)

    def node(self, name: str, above: str = "", depth: int = 0) -> dict[str, Any]:
        """Give a thing with what lies under it.

        Args:
            name: its IRI.
            above: the property that is said by where it stands, or "".
            depth: how many things it lies under.
        """
        self.placed.add(name)
        pairs = self.things.get(name, {})
        made: dict[str, Any] = {"id": _id(name)}
        if TYPE in pairs:
            made["type"] = [_class(value.text) for value in pairs[TYPE]]
        said = {p: v for p, v in pairs.items() if p not in {TYPE, above}}
        for prop in sorted(said, key=_order):
            if prop in _WITHIN and all(v.is_iri for v in said[prop]):
                made[_TERMS[prop][0]] = [self._within(v.text, depth) for v in said[prop]]
            else:
                made |= _written(prop, said[prop])
        lists = self._lists.get(name, {})
        always = _ALWAYS if vocab.Provision in {v.text for v in pairs.get(TYPE, ())} else ()
        for key, prop, _ in _INSIDE:
            here = [n for n in lists.get(key, ()) if n not in self.placed] if depth < _DEEPEST else []
            if here or key in always:
                made[key] = [self.node(n, prop, depth + 1) for n in sorted(here, key=self._reading)]
        return made

    def _within(self, name: str, depth: int) -> dict[str, Any]:
        if name in self.placed or name not in self.things or depth >= _DEEPEST:
            return {"id": _id(name)}
        return self.node(name, "", depth + 1)

    def _reading(self, name: str) -> tuple[int, str, int, tuple[tuple[int, str], ...]]:
        """Give where a thing stands in the order of reading: provisions and acts by position, mentions by text."""
        pairs = self.things[name]
        quote = next(iter(pairs.get(vocab.quote, ())), Value(""))
        return _number(pairs, vocab.position), quote.lang, _number(pairs, vocab.start), natural(name)


def _number(pairs: Pairs, prop: str) -> int:
    text = next((value.text for value in pairs.get(prop, ())), "")
    return int(text) if _CANONICAL.fullmatch(text) else 0


def _place(name: str, pairs: Pairs, things: Mapping[str, Pairs]) -> tuple[str, str, str] | None:
    """Give the list that a thing lies in, the property that says so, and what it lies in, if that is here."""
    types = {value.text for value in pairs.get(TYPE, ())}
    for key, prop, kind in _INSIDE:
        values = pairs.get(prop, ())
        if len(values) == 1 and values[0].text in things and values[0].text != name and (kind in types or not kind):
            return key, prop, values[0].text
    return None


def _order(prop: str) -> tuple[int, str]:
    name = _TERMS[prop][0] if prop in _TERMS else _prefixed(prop)
    return _FIRST.index(name) if name in _FIRST else len(_FIRST), name


def _written(prop: str, values: Sequence[Value]) -> dict[str, Any]:
    """Give the values of a property under its name in their form; those that do not fit, in full."""
    name, form = _TERMS.get(prop, (_prefixed(prop), {}))
    container = form.get("@container", ())
    if "@language" not in container:
        written = [_value(value, form.get("@type", "")) for value in values]
        return {name: written if container or len(written) > 1 else written[0]}
    spoken: dict[str, Any] = {}
    for value in values:
        if value.lang:
            spoken.setdefault(value.lang, []).append(value.text)
    if container == "@language":
        spoken = {tag: texts[0] if len(texts) == 1 else texts for tag, texts in spoken.items()}
    rest = [_value(value, "") for value in values if not value.lang]
    plain = {_prefixed(prop): rest if len(rest) > 1 else rest[0]} if rest else {}
    return ({name: spoken} if spoken else {}) | plain


def _value(value: Value, form: str) -> Any:  # noqa: ANN401 - JSON
    """Give a value as plain JSON where its form says the rest, else in full."""
    if value.is_iri:
        return _id(value.text) if form == "@id" else {"id": _id(value.text)}
    if value.datatype and _full(form) == value.datatype:
        return value.text
    if not form and not value.lang:
        if not value.datatype:
            return value.text
        if value.datatype == _XSD_INTEGER and _CANONICAL.fullmatch(value.text):
            return int(value.text)
        if value.datatype == _XSD_BOOLEAN and value.text in {"true", "false"}:
            return value.text == "true"
    said = {"@language": value.lang} if value.lang else {"@type": _prefixed(value.datatype)} if value.datatype else {}
    return {"@value": value.text, **said}


def _id(name: str) -> str:
    """Give an IRI of ours without the base, where every parser gives it back.

    >>> _id("https://w3id.org/resograph/id/actor/ga"), _id("https://docs.un.org/A/RES/60/288")
    ('actor/ga', 'https://docs.un.org/A/RES/60/288')
    """
    local = name.removeprefix(iri.BASE)
    return local if PLAIN_RELATIVE.fullmatch(local) else name


def _class(name: str) -> str:
    short = compact(name)
    return _CLASSES.get(name) or (_prefixed(name) if short in _CONTEXT else short)


def _used(top: Mapping[str, Any]) -> dict[str, Any]:
    """Give the part of the context that a tree uses, with the base of its identifiers."""
    names = set(_names(top))
    said = [_CONTEXT[name] for name in names if name in _CONTEXT]
    told = [text for each in said for text in (each.values() if isinstance(each, dict) else [each])]
    prefixes = {text.partition(":")[0] for text in (*names, *told) if isinstance(text, str)}
    kept = {"@version", "@vocab", "id", *names, *prefixes}
    return {"@base": iri.BASE, **{name: said for name, said in _CONTEXT.items() if name in kept}}


def _names(tree: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Give the keys of a tree, its classes and datatypes."""
    if isinstance(tree, list):
        for each in tree:
            yield from _names(each)
    elif isinstance(tree, dict):
        yield from tree
        for key, value in tree.items():
            if key in {"type", "@type"}:
                yield from [value] if isinstance(value, str) else value
            yield from _names(value)

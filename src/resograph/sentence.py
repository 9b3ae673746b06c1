"""What the program says of a text, so that each reader can be told in a language of the interface: a message and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from resograph.terms import EDITED_IN
from resograph.text import width

if TYPE_CHECKING:
    from resograph.registry import Registry


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message of the interface with what stands in its fields.

    Args:
        key: of the message.
        fields: by name: words, further sentences, or several of these, which stand in a row.
    """

    key: str
    fields: Mapping[str, Field]


Field: TypeAlias = "str | Sentence | tuple[str | Sentence, ...]"


def told(registry: Registry, key: str, **fields: Field) -> dict[str, str]:
    """Give a sentence in each language of the interface, by tag; without an interface only its key, in English.

    Args:
        registry: has the messages.
        key: of the message.
        fields: what stands in its fields.
    """
    said = Sentence(key, fields)
    return {tag: tell(said, record.messages) for tag, record in sorted(registry.interfaces.items())} or {EDITED_IN: key}


def tell(sentence: Sentence, messages: Mapping[str, str]) -> str:
    """Give a sentence in a language.

    Args:
        sentence: what is said.
        messages: of the language, by key; `comma` stands between what is in a row.

    >>> tell(Sentence("and-more", {"what": ("a", "b"), "number": "3"}), {"comma": "、", "and-more": "{what}等{number}项"})
    'a、b等3项'
    """
    fields = {name: _written(value, messages) for name, value in sentence.fields.items()}
    return messages[sentence.key].format_map(fields)


def _written(value: Field, messages: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return between(messages).join(_written(part, messages) for part in value)
    return tell(value, messages) if isinstance(value, Sentence) else value


def between(messages: Mapping[str, str], key: str = "comma") -> str:
    """Give what stands between names in a row, or between what another key says; a wide comma brings its space along."""
    return _spaced(messages[key])


@lru_cache
def _spaced(sign: str) -> str:
    return sign if width(sign) > 1 else f"{sign} "

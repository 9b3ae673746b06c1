"""Templates and numerals: what the patterns of a language file stand for.

A template is a regular expression in which `{name}` stands for a field of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from os.path import commonprefix

_FIELD = re.compile(r"\{([a-z_]+)\}")


def expand(template: str, fields: Mapping[str, str]) -> str:
    """Give the regular expression that a template stands for.

    Args:
        template: text with `{name}` for a field.
        fields: regular expressions by name; they may use fields themselves.

    Raises:
        KeyError: the template uses a field that there is not.

    >>> expand("第{n}号{n}", {"n": "[0-9]+"})
    '第(?P<n>[0-9]+)号(?:[0-9]+)'
    """
    seen: set[str] = set()

    def field(match: re.Match[str]) -> str:
        name = match.group(1)
        body = _FIELD.sub(lambda m: f"(?:{_inner(m.group(1), fields)})", fields[name])
        if name in seen:
            return f"(?:{body})"
        seen.add(name)
        return f"(?P<{name}>{body})"

    return _FIELD.sub(field, template)


def _inner(name: str, fields: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda m: f"(?:{_inner(m.group(1), fields)})", fields[name])


def compile_template(template: str, fields: Mapping[str, str]) -> re.Pattern[str]:
    """Give the compiled template.

    Raises:
        KeyError: unknown field.
        re.error: not a regular expression.
    """
    return re.compile(expand(template, fields))


def alternation(words: Iterable[str]) -> str:
    """Give a regular expression that matches any of the words, the longest first.

    Words that begin alike are tried together: of a thousand names only those are looked at that a text can still hold.

    >>> alternation(["和", "以及"])
    '(?:以及|和)'
    >>> alternation(["port", "ports", "portal"])
    '(?:port(?:al|s)?)'
    """
    return f"(?:{_branches(sorted(set(words), key=lambda w: (-len(w), w)))})"


def quotation(marks: Iterable[tuple[str, str]]) -> str:
    """Give a regular expression that matches what is quoted, with its marks.

    Args:
        marks: pairs of an opening and a closing mark; without any, nothing is quoted.

    >>> re.findall(quotation([("“", "”"), ("«", "»")]), "the “Port” and the «Quay»")
    ['“Port”', '«Quay»']
    """
    return "|".join(f"{re.escape(a)}[^{re.escape(b)}]*{re.escape(b)}" for a, b in marks) or "(?!)"


def _branches(words: Sequence[str]) -> str:
    """Give the branches for words, the longest first: all that match at one place begin with the shorter ones."""
    alike: dict[str, list[str]] = {}
    for word in words:
        alike.setdefault(word[:1], []).append(word)
    return "|".join(_branch(group) for group in alike.values())


def _branch(words: Sequence[str]) -> str:
    start = commonprefix(words)  # noqa: RUF071 - character by character is what is meant
    if len(words) == 1 or not start:
        return re.escape(start)
    rest = [word[len(start) :] for word in words]
    return f"{re.escape(start)}(?:{_branches([r for r in rest if r])}){'' if all(rest) else '?'}"


def numeral(text: str, numerals: Mapping[str, int]) -> int:
    """Give the number that a numeral stands for, in digits or in the language's own signs or words.

    Args:
        text: digits of any script, signs such as 六十二, or words such as sixty-second.
        numerals: value of each sign or word, in small letters; those from 10 multiply what stands before them.

    Raises:
        ValueError: a sign is not known.

    >>> numeral("六十二", {"二": 2, "六": 6, "十": 10})
    62
    >>> numeral("Sixty-second", {"second": 2, "sixty": 60})
    62
    >>> numeral("62", {})
    62
    """
    if text.isdecimal():
        return int(text)
    total = units = 0
    rest = text.lower()
    while rest := rest.lstrip(" -\u00a0\u2011"):
        sign = max((s for s in numerals if rest.startswith(s)), key=len, default=None)
        if sign is None:
            raise ValueError(f"{rest!r} in {text!r} is no numeral")
        value, rest = numerals[sign], rest[len(sign) :]
        if value >= 10:  # noqa: PLR2004 - tens and hundreds multiply
            total, units = total + (units or 1) * value, 0
        else:
            units = units * 10 + value
    return total + units

"""The index as small files, for a copy of the site that no server answers; `static/search.js` reads them.

For each language there are files with the places of words (`w-<key>.json`: each word with the numbers of the entries that
have it, each less the one before) and files with the entries (`t-<block>.json`). Which entries a body adopted, are of a
year, state an act, or have an actor or subject lies apart (`body/<id>.json`, `year.json`, `act/<id>.json` …), and so do the names of
actors and subjects (`actor.json`) and symbols, by number. What folds words and recognizes symbols is written beside them, so that a browser does as the server does.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from resograph.site.facts import Facts, in_language
from resograph.site.lookup.entries import DOCUMENT, PROVISION, SUBJECT, Entry, entries, known
from resograph.site.lookup.symbols import NUMBERED, NUMBERS
from resograph.site.lookup.words import ON_LETTERS, WIDE, Habits, Words
from resograph.symbol import LOOKALIKES

FOLDER = "search"
# What readers filter by name.
NAMED = ("actor", SUBJECT)
# Entries of a file: a page of results asks for a few such files.
BLOCK = 20
_SYMBOL_FILES = 64
_PLAIN = re.compile(r"[a-z0-9-]+")
Make = Callable[[], bytes]


def shards(facts: Facts, habits: Habits) -> Iterator[tuple[str, Make]]:
    """Give the files of the index of a store: the address of each, and what makes it.

    Args:
        facts: the store.
        habits: what the languages say of words.
    """
    yield f"{FOLDER}/habits.json", partial(_json, _shared(habits))
    for number, rows in sorted(_symbols(facts).items()):
        yield f"{FOLDER}/symbols-{number}.json", partial(_json, rows)
    found = tuple(entries(facts))
    yield from _filters(found)
    for tag in habits.columns:
        texts = [(number, text) for number, entry in enumerate(found) if (text := entry.texts((tag,)).get(tag))]
        for key, places in sorted(_places(texts, Words(habits)).items()):
            yield f"{FOLDER}/{tag}/w-{key}.json", partial(_json_places, places)
        titles = {entry.name: in_language(entry.values, tag).text for entry in found if entry.kind == DOCUMENT}
        blocks: dict[int, dict[int, str]] = {}
        for number, text in texts:
            blocks.setdefault(number // BLOCK, {})[number] = text
        for block, own in blocks.items():
            yield f"{FOLDER}/{tag}/t-{block}.json", partial(_block, found, own, titles)


def key(word: str) -> str:
    """Give the name of the file in which a word stands: all that begin alike stand together.

    >>> key("terrorism"), key("te"), key("气候")
    ('00740065', '00740065', 'd82')
    """
    first = ord(word[0])
    return f"{first >> 3:x}" if Words.is_wide(word[0]) else "".join(f"{ord(char):04x}" for char in word[:2])


def _shared(habits: Habits) -> Mapping[str, object]:
    return {
        "folding": dict(habits.folding),
        "leading": list(habits.leading),
        "kinds": dict(habits.kinds),
        "bodies": dict(habits.bodies),
        "fillers": list(habits.fillers),
        "columns": list(habits.columns),
        "wide": WIDE,
        "marks": ON_LETTERS,
        "lookalikes": {chr(char): chr(latin) for char, latin in LOOKALIKES.items()},
        "numbers": [pattern.pattern.replace("(?P<", "(?<") for pattern in NUMBERS],
        "numbered": list(NUMBERED),
        "block": BLOCK,
        "files": _SYMBOL_FILES,
    }


def _symbols(facts: Facts) -> Mapping[int, list[list[object]]]:
    """Give the symbols by the last number in each: name, series, body, kind, place, number, part, whether it is here."""
    files: dict[int, list[list[object]]] = {}
    for each in known(facts):
        own = each.symbol
        digits = "".join(filter(str.isdigit, own.number or ""))
        if digits:
            place = own.session or str(own.year or "")
            row: list[object] = [
                each.name,
                own.series,
                each.body,
                own.kind,
                place,
                own.number,
                own.part,
                int(each.here),
            ]
            files.setdefault(int(digits) % _SYMBOL_FILES, []).append(row)
    return files


def _filters(found: Sequence[Entry]) -> Iterator[tuple[str, Make]]:
    """Give which entries each body, year, act, actor and subject has, and the names of the last two."""
    held: dict[tuple[str, str], array[int]] = {}
    for number, entry in enumerate(found):
        tags = ((kind, _last(name)) for kind, name in entry.tags)
        for where in (("body", entry.body), ("year", str(entry.year or "")), *tags):
            held.setdefault(where, array("L")).append(number)
    years = {name: _runs(numbers) for (kind, name), numbers in sorted(held.items()) if kind == "year" and name}
    yield f"{FOLDER}/year.json", partial(_json, years)
    for (kind, name), numbers in sorted(held.items()):
        if kind != "year" and _PLAIN.fullmatch(name):
            yield f"{FOLDER}/{kind}/{name}.json", partial(_json_runs, numbers)
    for kind in NAMED:
        own = (entry for entry in found if entry.kind == kind and (kind, _last(entry.name)) in held)
        yield f"{FOLDER}/{kind}.json", partial(_json, {_last(entry.name): _names(entry) for entry in own})


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _names(entry: Entry) -> Mapping[str, list[str]]:
    """Give the names of a thing by language, the usual one first."""
    names: dict[str, list[str]] = {}
    for value in entry.values:
        names.setdefault(value.lang, []).append(value.text)
    return names


def _json_runs(numbers: array[int]) -> bytes:
    return _json(_runs(numbers))


def _runs(numbers: Iterable[int]) -> list[int]:
    """Give numbers that rise as lengths of runs, by turns of those that are missing and those that are there.

    >>> _runs([2, 3, 4, 9])
    [2, 3, 4, 1]
    """
    runs: list[int] = []
    at = 0
    for number in numbers:
        if runs and number == at:
            runs[-1] += 1
        else:
            runs += [number - at, 1]
        at = number + 1
    return runs


def _places(texts: Sequence[tuple[int, str]], words: Words) -> Mapping[str, Mapping[str, array[int]]]:
    """Give the words by file, each with the numbers of the entries that have it."""
    files: dict[str, dict[str, array[int]]] = {}
    for number, text in texts:
        for word in dict.fromkeys(token.word for token in words.of(text)):
            files.setdefault(key(word), {}).setdefault(word, array("L")).append(number)
    return files


def _json_places(places: Mapping[str, array[int]]) -> bytes:
    return _json({
        word: [numbers[0], *(later - earlier for earlier, later in pairwise(numbers))]
        for word, numbers in sorted(places.items())
    })  # fmt: skip


def _block(found: Sequence[Entry], texts: Mapping[int, str], titles: Mapping[str, str]) -> bytes:
    symbols = {found[number].name.partition("#")[0] for number in texts if found[number].kind == PROVISION}
    return _json({
        "titles": {symbol: titles[symbol] for symbol in sorted(symbols) if symbol in titles},
        "entries": {number: [found[number].kind, found[number].name, text] for number, text in texts.items()},
    })  # fmt: skip


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

"""Plain text, as a PDF extractor gives it: bytes to an Expression."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path

from resograph.errors import InputError, unreadable
from resograph.grammar import Language
from resograph.model import Expression, Manifestation
from resograph.registry import Registry

MAX_BYTES = 16 * 1024 * 1024
MAX_LINE = 100_000
# So many characters at its beginning tell the language of a text.
_SAMPLE = 8_000
# How a web page begins, as far as one looks; its text may be in any language.
_HEAD = 2_000
_PAGE = re.compile(r"\s*(?:<[?!](?!doctype)[^>]*>\s*)*(?P<begin><(?:!doctype )?html)\b", re.IGNORECASE)
SUFFIXES = (".txt",)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path, registry: Registry) -> Expression:
    """Give the expression in a text file.

    Raises:
        InputError: the file is missing, too large, empty, binary, not UTF-8 or UTF-16, or in no known language; the
            text says where and what to do.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{path}: {size:,} bytes; a text of one resolution has at most {MAX_BYTES:,}. Cut it up.", "too-large"
            )
        data = path.read_bytes()
    except OSError as cause:
        raise unreadable(path, cause) from cause
    return parse_text(data, path.name, registry, place=str(path))


def parse_text(data: bytes, name: str, registry: Registry, place: str = "") -> Expression:
    """Give the expression in the bytes of a text file.

    Args:
        data: its bytes.
        name: its name, kept in the manifestation; a tag before the suffix (`x.zh.txt`) is not needed.
        registry: the languages to recognise.
        place: what error messages call it.

    Raises:
        InputError: as for `read_text`.
    """
    place = place or name
    source = _decode(data, place)
    _check_markup(source, place)
    _check_lines(source, place)
    language = recognise(source, registry)
    if language is None:
        known = ", ".join(sorted(x.name["en"] for x in registry.languages.values()))
        raise InputError(
            f"{place}: in no language that resograph knows ({known}), or too short to tell. "
            "Give the whole text; for another language add data/languages/<tag>.yml as CONTRIBUTING says.",
            "language-unknown",
        )
    manifestation = Manifestation(name, "text/plain", hashlib.sha256(data).hexdigest())
    return Expression(language.tag, source, manifestation)


def _decode(data: bytes, place: str) -> str:
    if not data.strip():
        raise InputError(f"{place}: empty. Extract the text of the document again.", "empty")
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\x00" in data[:4096]:
        raise InputError(
            f"{place}: binary (a zero byte at {data.index(0)}). Give the text of the document, not the file.",
            "binary",
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        raise InputError(
            f"{place}:{line}: not UTF-8 (byte {cause.start} is 0x{data[cause.start]:02x}). "
            "Convert it, for example with: iconv -f GB18030 -t UTF-8",
            "encoding",
        ) from cause


def _check_markup(source: str, place: str) -> None:
    if found := _PAGE.match(source[:_HEAD]):
        raise InputError(
            f"{place}: looks like a web page (it begins with {found['begin']}). "
            "Give the text that it shows: open it in a browser, and save it there as text.",
            "markup",
        )


def _check_lines(source: str, place: str) -> None:
    for number, line in enumerate(source.splitlines(), 1):
        if len(line) > MAX_LINE:
            raise InputError(
                f"{place}:{number}: a line of {len(line):,} characters; a printed line has at most {MAX_LINE:,}. "
                "Extract the text again with its line breaks.",
                "too-large",
            )


def recognise(source: str, registry: Registry) -> Language | None:
    """Give the language of a text: the one whose script and frequent words it uses most, None if it uses none.

    The script is told by the Unicode names of its letters ("CJK", "LATIN"); a language needs at least three hits of
    its frequent words, and one in a hundred of the text's characters.
    """
    sample = source[:_SAMPLE]
    letters = {c: n for c, n in Counter(sample).items() if c.isalpha()}
    total = sum(letters.values())
    scripts = Counter[str]()
    for letter, times in letters.items():
        scripts[_script(letter)] += times
    spaced = f" {' '.join(sample.lower().split())} "
    scores = {
        tag: _share(total, sample if language.spaceless else spaced, language)
        for tag, language in registry.languages.items()
        if letters and scripts[language.script] >= total / 2
    }
    best = max(scores, key=lambda tag: (scores[tag], tag), default=None)
    return registry.languages[best] if best and scores[best] > 0 else None


@lru_cache(maxsize=16_384)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _share(letters: int, text: str, language: Language) -> float:
    words = language.words if language.spaceless else [f" {w} " for w in language.words]
    hits = sum(text.count(w) for w in words)
    return hits / letters if hits >= 3 and hits / letters > 0.01 else 0.0  # noqa: PLR2004 - see recognise

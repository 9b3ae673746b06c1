"""Bytes of a text file to an expression, or a message that says where and what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resograph import resources
from resograph.errors import InputError
from resograph.read.text import MAX_BYTES, MAX_LINE, parse_text, read_text, recognise
from resograph.registry import Registry, load

SEED = resources.folder("data") / "sources" / "A_RES_60_288.zh.txt"
TEXT = "60/288. 联合国全球反恐战略\n\n大会，\n\n重申和回顾在第 60/1 号决议的决定，\n"


def test_the_seed_is_read_unchanged(registry: Registry) -> None:
    expression = read_text(SEED, registry)
    assert (expression.language, expression.source) == ("zh", SEED.read_bytes().decode("utf-8"))
    made = expression.manifestation
    assert (made.name, made.media_type) == (SEED.name, "text/plain")
    assert made.sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_name_themselves_are_read(encoding: str, registry: Registry) -> None:
    assert parse_text(TEXT.encode(encoding), "x.txt", registry).source == TEXT


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"x\.txt: empty\. Extract"),
        (b" \n\t\n", r"x\.txt: empty"),
        (b"%PDF-1.7\n\x00\x01", r"x\.txt: binary \(a zero byte at 9\)"),
        ("甲\n大会".encode("gb18030"), r"x\.txt:1: not UTF-8 \(byte 0 is 0x"),
        (b"abc\nd\xffe", r"x\.txt:2: not UTF-8 \(byte 5 is 0xff\)\. Convert it.*iconv"),
        (("甲" * (MAX_LINE + 1)).encode(), r"x\.txt:1: a line of 100,001 characters"),
        (TEXT.encode()[:-2], r"x\.txt:\d+: not UTF-8"),
        (
            b"The General Assembly, recalling its resolution on the matter of",
            r"in no language .*\(Chinese.*CONTRIBUTING",
        ),
        ("これはにほんごのぶんしょうです".encode(), "in no language"),
        (
            b"\n<!doctype html>\n<html lang=en><body><p>The General Assembly,",
            r"x\.txt: looks like a web page \(it begins with <!doctype html\)\. Give the text",
        ),
        ('<?xml version="1.0"?><!-- x --><HTML><p>大会，'.encode(), r"looks like a web page \(it begins with <HTML\)"),
    ],
    ids=[
        "empty",
        "blank",
        "binary",
        "other encoding",
        "broken byte",
        "long line",
        "cut in a character",
        "tongue",
        "kana",
        "web page",
        "web page in XML",
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_cure(data: bytes, message: str, registry: Registry) -> None:
    known = {"zh"} & set(registry.languages)
    only = Registry(**{n: getattr(registry, n) for n in registry.__slots__} | {"languages": _only(registry, known)})
    with pytest.raises(InputError, match=message):
        parse_text(data, "x.txt", only)


def _only(registry: Registry, tags: set[str]) -> dict[str, object]:
    return {tag: registry.languages[tag] for tag in tags}


def test_a_missing_file_is_told(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(InputError, match=r"none\.txt: cannot be read"):
        read_text(tmp_path / "none.txt", registry)


def test_a_folder_is_no_text(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_text(tmp_path, registry)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, registry: Registry) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match=r"large\.txt: 16,777,217 bytes"):
        read_text(path, registry)


def test_the_language_is_told_by_script_and_words(registry: Registry) -> None:
    found = recognise(TEXT, registry)
    assert found is not None
    assert found.tag == "zh"
    assert recognise("12345 67 ，。", registry) is None


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Never another exception."""
    try:
        parse_text(data, "x.txt", load())
    except InputError as error:
        assert str(error).startswith("x.txt")  # noqa: PT017 - some bytes are read

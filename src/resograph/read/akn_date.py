"""The day on which an Akoma Ntoso document was adopted: as its words say, else as its markup does."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from resograph.dates import date_forms, no_such_day, read_day
from resograph.model import Issue
from resograph.read.akn_body import inner

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from resograph.registry import Registry

# What the publisher's software writes where it has no date.
_NONE = {"", "0001-01-01"}


def stated_date(root: Element, registry: Registry, tag: str) -> tuple[dt.date | None, list[Issue]]:
    """Give the date of adoption, and what is odd about it.

    The page prints it, an attribute beside the words repeats it, and so does the date of the work: what most of them
    say is believed, and the words where all differ.
    """
    marked = root.findall(".//{*}docDate[@refersTo='#adoptionDate']")
    words = [inner(element) for element in marked]
    given = [x.get("date", "") for x in (*marked, *root.findall(".//{*}FRBRWork/{*}FRBRdate[@name='adoption']"))]
    days = [day for text in given if text not in _NONE and (day := _iso(text))]
    forms, numerals = date_forms(registry, tag), registry.languages[tag].numerals
    matches = (next(filter(None, (form.fullmatch(text) for form in forms)), None) for text in words)
    read = [(match.group(), read_day(match.groupdict(), numerals)) for match in matches if match]
    wrong = [text for text, day in read if day is None] + [
        text for text in given if text not in _NONE and not _iso(text)
    ]
    found = [no_such_day(text) for text in dict.fromkeys(wrong)]
    printed = next((f"{text!r}" for text, day in read if day), "nothing")
    said = Counter([*(day for _, day in read if day), *days])
    believed = max(said, key=lambda day: said[day], default=None)
    if len(said) > 1:
        marks = " and ".join(map(str, dict.fromkeys(days)))
        text = f"the file prints {printed} as date of adoption, its markup says {marks}; {believed} is believed"
        found.append(Issue("adoption-date-differs", text, "document"))
    return believed, found


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None

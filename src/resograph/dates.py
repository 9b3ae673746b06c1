"""Days as a language prints them: the form of its lines of adoption names year, month and day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from resograph.model import Issue
from resograph.registry import Registry
from resograph.templates import compile_template, numeral

PARTS = ("year", "month", "day")


@lru_cache(maxsize=32)
def date_forms(registry: Registry, tag: str) -> tuple[re.Pattern[str], ...]:
    """Give how a language prints a day, with the parts `year`, `month` and `day`."""
    language = registry.languages[tag]
    return tuple(compile_template(r.match, language.fields) for r in language.frame if r.kind == "adoption-date")


def read_day(parts: Mapping[str, str | None], numerals: Mapping[str, int]) -> dt.date | None:
    """Give the day that printed parts mean; None if one is missing, or there is no such day.

    >>> read_day({"year": "2006", "month": "September", "day": "8"}, {"september": 9})
    datetime.date(2006, 9, 8)
    >>> read_day({"year": "2021", "month": "6", "day": "31"}, {})
    """
    printed = [parts.get(part) for part in PARTS]
    try:
        return dt.date(*(numeral(words, numerals) for words in printed if words)) if all(printed) else None
    except ValueError:
        return None


def no_such_day(printed: str) -> Issue:
    """Give what is odd about a date of adoption that is none."""
    return Issue("date-impossible", f"{printed!r} is given as date of adoption: there is no such day", "document")

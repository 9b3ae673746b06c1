"""The values that flow from stage to stage; each is frozen and knows nothing of the stage that made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from resograph.proceedings import Proceedings
from resograph.text import Span, Text


@dataclass(frozen=True, slots=True)
class Issue:
    """Something odd in a source, with its place; the run goes on.

    Args:
        kind: a kebab-case name ("number-missing").
        message: what is odd and what was done about it, for a reader.
        place: an eId, or "line 12" where there is none.
    """

    kind: str
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Manifestation:
    """One source file: its name, media type and SHA-256 in hexadecimal."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a file says of its document outside the running text; where the text says it too, the text wins.

    Args:
        symbol: the printed symbol, in canonical form.
        date: when it was adopted.
        meeting: at which meeting.
        adopted: False for a draft that was not adopted.
        proceedings: how it came about, as far as the file records it.
    """

    symbol: str
    date: dt.date | None = None
    meeting: int | None = None
    adopted: bool = True
    proceedings: Proceedings | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """One language version as read: the whole text of one file, unchanged but for its decoding.

    Args:
        language: its BCP 47 tag.
        source: its running text.
        manifestation: the file.
        layout: its paragraphs, where the file marks them; None where the lines of the source must tell.
        particulars: what the file says of the document beside the text, or None.
    """

    language: str
    source: str
    manifestation: Manifestation
    layout: Layout | None = None
    particulars: Particulars | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: its printed number, and the offset in the provision's text that it hangs on (its end)."""

    number: str
    position: int


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link as the publisher set it: offsets of its words in the text they stand in, and where it leads."""

    span: Span
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as printed, before its place in the tree is known.

    Args:
        text: its characters, without line breaks, furniture and marks.
        marks: footnote marks inside it.
        links: hyperlinks inside it.
        source_eid: the publisher's own id of it.
        label: how many of its characters are its printed label, where the file marks that; 0 where the text must tell.
        kind: "title", "part" (the title of a part of a composite document), "preamble" or "table", where the file
            marks that.
    """

    text: Text
    marks: tuple[Mark, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    source_eid: str | None = None
    label: int = 0
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote as printed: its number, where the number stands, its body, and the publisher's links and id."""

    number: str
    label: Span
    body: Text
    links: tuple[Hyperlink, ...] = ()
    source_eid: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the provisions: title, enacting formula, date, meeting, labels, page furniture, marks.

    `kind` is one of cover, title, enacting-formula, adoption-date, meeting, annex-label, label, mark, furniture.
    """

    kind: str
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A source cut into paragraphs, footnotes and furniture."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    frame: tuple[Frame, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A structural part of a resolution in one language.

    Args:
        eid: its eId.
        kind: its class, a local name of the ontology (`OperativeParagraph`).
        parent: eId of the provision it is part of, or None for a top one.
        number: its label as printed, or None.
        text: its own words, without those of its children.
        heading: a heading set above it, or None.
        marks: footnote marks in its text.
        source_eid: the publisher's own id of it.
        links: hyperlinks in its text.
    """

    eid: str
    kind: str
    parent: str | None
    number: str | None
    text: Text
    heading: str | None = None
    marks: tuple[Mark, ...] = ()
    source_eid: str | None = None
    links: tuple[Hyperlink, ...] = ()


@dataclass(frozen=True, slots=True)
class Adoption:
    """By whom, when and at which meeting a resolution was adopted, as far as the text says.

    Args:
        body: id of the body; of a text that was not adopted, the body that it was put to.
        date: the day.
        meeting: number of the meeting.
        adopted: False for a draft that was not adopted.
        proceedings: how it came about, as far as the file records it.
    """

    body: str
    date: dt.date | None = None
    meeting: int | None = None
    adopted: bool = True
    proceedings: Proceedings | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """One language version as a tree of provisions in reading order.

    `leads` says which lead-in an item stands under: its parent or the chapeau beside it, where that ends in a colon.
    """

    symbol: str
    language: str
    title: str
    adoption: Adoption
    provisions: tuple[Provision, ...]
    leads: Mapping[str, str]
    frame: tuple[Frame, ...]
    manifestation: Manifestation
    issues: tuple[Issue, ...]

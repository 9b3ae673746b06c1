"""What all pictures share: escaped markup, boxes and labels, the key of colours, a frame with title and description.

Markup is made by `Markup.format`, which escapes all that comes from data. Colours are classes (`f-request`), which the
style sheet `drawing.css` gives for light and dark; a picture in a page takes it from the page, a file holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from markupsafe import Markup

from resograph.site.facts import local
from resograph.site.words import Tongue
from resograph.text import width

STYLE = (Path(__file__).parents[1] / "static" / "drawing.css").read_text("utf-8")
ROW = 30
_CELL = 6.6  # pixels that a half-width cell takes at 12 pixels a letter
_KEY = 190
_SCALE = 1.2
# What XML 1.0 (2.2) has no place for, and what would turn the order of the letters around it.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_ISOLATE = "\u2068{}\u2069"  # first strong isolate (UAX 9, 2.4.3): a label is set by its own direction


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table beside a picture: what it says, and the IRI of what it names, or ""."""

    text: str
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture and the table that says the same.

    Args:
        kind: its name among the kinds of pictures.
        symbol: of the document.
        heading: what it shows.
        description: what can be seen on it, in words.
        size: width and height in pixels.
        body: its shapes.
        columns: headings of the table.
        rows: of the table.
        shown: how many things it shows, of how many there are.
    """

    kind: str
    symbol: str
    heading: str
    description: str
    size: tuple[float, float]
    body: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: tuple[int, int]

    @property
    def title(self) -> str:
        """Give what it shows, and of which document."""
        return f"{self.symbol}: {self.heading}"

    @property
    def is_cut(self) -> bool:
        """Say whether there is more than it shows."""
        return self.shown[0] < self.shown[1]


def fit(text: str) -> str:
    r"""Give characters that may stand in XML and turn nothing around.

    >>> fit("a\x01b")
    'a�b'
    """
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def cut(text: str, room: float) -> str:
    """Give as much of a label as there is room for, in pixels.

    >>> cut("Security Council", 60)
    'Security…'
    """
    most = int(room / _CELL)
    if width(text) <= most:
        return text
    ends = accumulate(map(width, text))
    kept = "".join(char for char, end in zip(text, ends, strict=True) if end < most)
    return f"{kept.rstrip()}…"


def label(at: tuple[float, float], text: str, room: float, anchor: str = "middle", kind: str = "l") -> Markup:
    """Give a line of text, cut to its room; the whole is its title.

    Args:
        at: the point at the middle of its height.
        text: its words.
        room: pixels it may take.
        anchor: which part of it is at the point: start, middle, end; start is left in all languages.
        kind: its class.
    """
    whole = fit(text)
    shown = cut(whole, room)
    note = Markup("<title>{}</title>").format(whole) if shown != whole else Markup("")
    return Markup('<text class="{}" x="{:g}" y="{:g}" dy="0.35em" text-anchor="{}">{}{}</text>\n').format(
        kind, *at, anchor, note, _ISOLATE.format(shown)
    )


def box(corner: tuple[float, float], size: tuple[float, float], kind: str, note: str = "") -> Markup:
    """Give a rectangle.

    Args:
        corner: its upper left corner.
        size: its width and height.
        kind: its classes.
        note: what it says when it is pointed at, or "".
    """
    told = Markup("<title>{}</title>").format(fit(note)) if note else Markup("")
    return Markup('<rect class="{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="3">{}</rect>\n').format(
        kind, *corner, *size, told
    )


def curve(start: tuple[float, float], end: tuple[float, float], kind: str, weight: float, note: str) -> Markup:
    """Give a line that leaves and arrives level.

    Args:
        start: where it begins.
        end: where it ends.
        kind: its classes.
        weight: its width.
        note: what it says when it is pointed at.
    """
    middle = (start[0] + end[0]) / 2
    path = f"M{start[0]:g} {start[1]:g}C{middle:g} {start[1]:g} {middle:g} {end[1]:g} {end[0]:g} {end[1]:g}"
    return Markup('<path class="{}" d="{}" stroke-width="{:g}"><title>{}</title></path>\n').format(
        kind, path, weight, fit(note)
    )


def colour(force: str) -> str:
    """Give the class that colours a force: `f-` and the last part of its IRI.

    >>> colour("https://w3id.org/resograph/id/force/call-upon")
    'f f-call-upon'
    """
    name = re.sub(r"[^a-z-]", "", local(force).rpartition("/")[2])
    return f"f f-{name}" if name else "f"


def key(forces: Sequence[tuple[str, str]], top: float, wide: float, *, rtl: bool) -> tuple[Markup, float]:
    """Give the key of the colours and where it ends.

    Args:
        forces: IRI and name of each force on the picture.
        top: where it begins.
        wide: width of the picture.
        rtl: it is read from right to left.
    """
    a_row = max(1, int(wide // _KEY))
    parts = []
    for count, (force, name) in enumerate(forces):
        row, column = divmod(count, a_row)
        x, y = column * _KEY + 4, top + row * 22
        patch, words, anchor = (wide - x - 14, wide - x - 20, "end") if rtl else (x, x + 20, "start")
        parts += [box((patch, y), (14, 12), f"b {colour(force)}"), label((words, y + 6), name, _KEY - 30, anchor)]
    return Markup("").join(parts), top + -(-len(forces) // a_row) * 22


def joined(parts: Iterable[Markup]) -> Markup:
    """Give shapes one after another."""
    return Markup("").join(parts)


def _framed(drawing: Drawing, tongue: Tongue, style: Markup) -> Markup:
    wide, high = drawing.size
    frame = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" lang="{tag}" xml:lang="{tag}" direction="ltr"'
        ' viewBox="0 0 {wide:g} {high:g}" width="{right:g}" height="{bottom:g}" aria-labelledby="{kind}-title {kind}-desc">\n'
        '<title id="{kind}-title">{title}</title>\n<desc id="{kind}-desc">{desc}</desc>\n{style}{body}</svg>\n'
    )
    return frame.format(
        tag=tongue.tag, wide=wide, high=high, right=wide * _SCALE, bottom=high * _SCALE, kind=drawing.kind,
        title=fit(drawing.title), desc=fit(drawing.description), style=style, body=drawing.body,
    )  # fmt: skip


def in_page(drawing: Drawing, tongue: Tongue) -> Markup:
    """Give a picture as it stands in a page, which has the style sheet."""
    return _framed(drawing, tongue, Markup(""))


def as_file(drawing: Drawing, tongue: Tongue) -> str:
    """Give a picture as a file of its own, with the style sheet in it."""
    paper = Markup("<style>{}</style>\n").format(Markup(STYLE))  # noqa: S704 - our own file
    return str(_framed(drawing, tongue, paper + Markup('<rect class="paper" width="100%" height="100%"/>\n')))

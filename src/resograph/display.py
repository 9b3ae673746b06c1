"""What a person sees: tables and progress on a terminal, the same as plain text in a pipe.

`rich` is imported only where a terminal is there to show what it can do: a pipe never pays for it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from resograph.text import width

Row = Sequence[object]
Progress = Callable[[str, int, int], None]

_STYLES = {"violation": "bold red", "warning": "yellow", "info": "dim"}


def is_terminal(stream: TextIO | None = None) -> bool:
    """Say whether a person looks at a stream: a terminal that can show more than letters.

    Args:
        stream: the stream; None is the standard output.
    """
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Write lines to the standard output; what an encoding cannot write is escaped."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say_json(value: object) -> None:
    """Write a value as JSON to the standard output."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """Write a remark to the standard error output, where it does not mix with what a program reads."""
    sys.stderr.write(text + "\n")


def table(columns: Sequence[str], rows: Sequence[Row], title: str = "") -> None:
    """Show rows: a drawn table on a terminal, aligned columns in a pipe.

    Args:
        columns: their headings.
        rows: cells; numbers stand to the right.
        title: what stands above, or "".
    """
    if is_terminal():
        _draw(columns, rows, title)
        return
    heading = f"{title}\n" if title else ""
    say(heading + plain(columns, rows))


def plain(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Give rows as aligned text, two spaces between columns, wide characters counted as two.

    >>> print(plain(["act", "n"], [["决定", 3], ["request", 12]]))
    act       n
    -------  --
    决定      3
    request  12
    """
    right = [bool(rows) and all(isinstance(row[at], int) for row in rows) for at in range(len(columns))]
    cells = [list(columns), *([clean(str(cell)) for cell in row] for row in rows)]
    widths = [max(width(line[at]) for line in cells) for at in range(len(columns))]
    cells.insert(1, ["-" * size for size in widths])
    return "\n".join(
        "  ".join(_padded(*cell) for cell in zip(line, widths, right, strict=True)).rstrip() for line in cells
    )


def clean(text: str) -> str:
    """Give a text without characters that would steer a terminal or break a line."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def _padded(text: str, size: int, right: bool) -> str:
    space = " " * (size - width(text))
    return space + text if right else text + space


def _draw(columns: Sequence[str], rows: Sequence[Row], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(
        title=title or None,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        header_style="bold",
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    for at, column in enumerate(columns):
        number = bool(rows) and all(isinstance(row[at], int) for row in rows)
        drawn.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(clean(str(cell)), _STYLES.get(str(cell), "")) for cell in row))
    Console(highlight=False).print(drawn)


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a function that shows how far a job is (what, done, of how many), how fast, and how long it will take.

    In a pipe it shows nothing.
    """
    if not is_terminal(sys.stderr):
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=300) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                for earlier in tasks.values():
                    bar.update(earlier, visible=False)
                tasks[what] = bar.add_task(what, total=total, completed=done)
            bar.update(tasks[what], completed=done, total=total)

        yield tell

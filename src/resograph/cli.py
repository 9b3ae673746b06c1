"""The command line: arguments in, exit status out (docs/commands.md).

Nothing heavy is imported before a command is known: `resograph --help` takes little longer than Python itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from resograph import __version__
from resograph.errors import TYPE_CHECKING, ResographError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, NoReturn

OK, DOES_NOT_CONFORM, USAGE, CLOSED_PIPE, INTERRUPTED = 0, 1, 2, 141, 130
DIST = "dist"
DUMP = f"{DIST}/resograph.nq.zst"
_NARROWEST, _USUAL, _WIDEST = 40, 80, 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and give its exit status.

    Args:
        arguments: as on the command line, without the name of the program; None takes those of the process.
    """
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that knows no Chinese gets escapes, not a traceback
        sys.stdout.reconfigure(errors="backslashreplace")
    given = parser().parse_args(arguments)
    try:
        conforms = _command(given.command)(given)
        sys.stdout.flush()
    except ResographError as error:
        sys.stderr.write(f"resograph: {error}\n")
        return error.exit_status
    except BrokenPipeError:
        # Python writes what is left when it ends; nobody reads it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except KeyboardInterrupt:
        sys.stderr.write("resograph: interrupted. Earlier output is unchanged.\n")
        return INTERRUPTED
    return OK if conforms else DOES_NOT_CONFORM


def _command(name: str) -> Callable[[argparse.Namespace], bool]:
    from resograph import commands

    run: Callable[[argparse.Namespace], bool] = getattr(commands, name)
    return run


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def _address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(f"{text}: begin it with https:// or http://.")
    return text


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse by itself would import four compression libraries to ask for that."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
        except (ValueError, OSError):
            columns = _USUAL
        super().__init__(prog, width=min(max(columns, _NARROWEST), _WIDEST) - 2)


class _Parser(argparse.ArgumentParser):
    """A grammar that says where an argument has gone that an option with several values has taken for one more of them."""

    _given: Sequence[str] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:  # noqa: ANN401 - as argparse
        """Read arguments, and know them."""
        self._given = sys.argv[1:] if args is None else list(args)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """End with what is wrong."""
        several = {option for action in self._actions if action.nargs == "+" for option in action.option_strings}
        taking = next((given for given in self._given if given in several), None)
        if taking and "required" in message:
            message += f". {taking} takes all that follows it: put it last, or “--” behind its files"
        super().error(message)


def parser() -> argparse.ArgumentParser:
    """Give the grammar of the command line."""
    top: argparse.ArgumentParser = _Parser(
        prog="resograph",
        formatter_class=_Help,
        description="UN resolutions as a knowledge graph: every paragraph, measure, actor and citation, with its words.",
        epilog="Exit status: 0 done, 1 does not conform, 2 usage, 3 input, 4 registry, 5 output, 6 query.",
    )
    top.set_defaults(dump=DUMP)
    top.add_argument("--version", action="version", version=f"resograph {__version__}")
    commands = top.add_subparsers(prog=top.prog, dest="command", required=True, metavar="COMMAND")
    for add in (_build, _validate, _query, _explain, _evaluate, _suggest, _serve, _site, _draw):
        add(commands)
    return top


def _build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Read texts, validate their graphs and write all files of the dataset."
    build = commands.add_parser("build", help="texts to a validated graph", description=text, formatter_class=_Help)
    build.add_argument(
        "paths", nargs="*", type=_path, metavar="PATH", help="text or folder of texts (default: the embedded texts)"
    )
    build.add_argument("--out", type=_path, default=DIST, metavar="DIR", help="folder to write to (default: dist)")
    build.add_argument("--json", action="store_true", help="print report.json instead of a table")
    build.add_argument("--ignore-links", action="store_true", help="leave the publisher's hyperlinks out of account")
    who = build.add_mutually_exclusive_group()
    who.add_argument("--workers", type=int, metavar="N", help="processes to work in (default: this one)")
    who.add_argument("--scheduler", metavar="ADDRESS", help="of a running Dask cluster to work in: tcp://host:port")
    build.add_argument("--core", action="store_true", help="also write a dump without mentions")
    build.add_argument("--turtle", action="store_true", help="also write each document as Turtle")


def _validate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Check graphs against the shapes and the questions of quality."
    validate = commands.add_parser("validate", help="check graph files", description=text, formatter_class=_Help)
    validate.add_argument(
        "files", nargs="+", type=_path, metavar="FILE", help="Turtle, TriG, N-Triples or N-Quads, also .zst"
    )
    validate.add_argument("--lang", metavar="TAG", help="language of the messages: en (default) or zh")
    validate.add_argument("--json", action="store_true", help="print the findings as JSON")


def _query(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Ask a question of the catalogue, or a SPARQL query of your own."
    query = commands.add_parser("query", help="ask the graph", description=text, formatter_class=_Help)
    what = query.add_mutually_exclusive_group(required=True)
    what.add_argument("query", nargs="?", metavar="NAME|FILE", help="a name of the catalogue, or a .rq file")
    what.add_argument("--list", action="store_true", help="list the catalogue")
    where = query.add_mutually_exclusive_group()
    where.add_argument("--endpoint", metavar="URL", help="ask a SPARQL endpoint")
    where.add_argument("--data", nargs="+", type=_path, metavar="FILE", help=_DATA)
    query.add_argument(
        "--format", choices=("table", "csv", "json", "ttl"), help="of the answer (default: table; ttl for CONSTRUCT)"
    )
    query.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="value of a parameter; may be repeated"
    )
    query.add_argument("--lang", metavar="TAG", help="language of names and titles (default: en)")


def _explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Show the words of a document or provision, and what was found in them by which rule."
    explain = commands.add_parser(
        "explain", help="show what was found, and why", description=text, formatter_class=_Help
    )
    explain.add_argument("place", metavar="SYMBOL[#eId]", help="such as A/RES/60/288#annex.II.7")
    where = explain.add_mutually_exclusive_group()
    where.add_argument("--data", nargs="+", type=_path, metavar="FILE", help=_DATA)
    where.add_argument("--source", nargs="+", type=_path, metavar="FILE", help="texts to read instead of a graph")
    explain.add_argument("--lang", metavar="TAG", help="language version (default: the first)")
    explain.add_argument("--json", action="store_true", help="print JSON")


def _evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Compare the graph with what people read: precision, recall and F1 by kind."
    evaluate = commands.add_parser(
        "evaluate", help="measure against gold readings", description=text, formatter_class=_Help
    )
    evaluate.add_argument("gold", nargs="+", type=_path, metavar="GOLD", help="gold reading (JSON)")
    evaluate.add_argument("--data", nargs="+", type=_path, metavar="FILE", help=_DATA)
    evaluate.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show the first N misses and surplus statements"
    )
    evaluate.add_argument("--json", action="store_true", help="print JSON")


def _suggest(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "List the names that data/ has no record of, the most frequent first, with the words around them."
    suggest = commands.add_parser("suggest", help="names to add to data/", description=text, formatter_class=_Help)
    suggest.add_argument("--data", nargs="+", type=_path, metavar="FILE", help=_DATA)
    suggest.add_argument("--most", type=int, default=50, metavar="N", help="how many (default: 50)")
    suggest.add_argument("--json", action="store_true", help="print JSON")


_DATA = f"graph files (default: {DUMP} if it is there, else the embedded texts, read anew)"


def _serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Serve a dataset on this machine: SPARQL endpoint, dumps, description. docs/serving.md has the limits."
    serve = commands.add_parser("serve", help="a place to ask", description=text, formatter_class=_Help)
    serve.add_argument("--data", type=_path, default=DIST, metavar="DIR|FILE", help="folder or dump (default: dist)")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)"
    )
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    serve.add_argument("--workers", type=int, default=2, metavar="N", help="processes that answer queries (default: 2)")
    serve.add_argument("--seconds", type=float, default=30.0, metavar="S", help="time of one query (default: 30)")
    serve.add_argument("--memory", type=int, default=1024, metavar="MIB", help="memory of one query (default: 1024)")
    serve.add_argument("--behind-proxy", action="store_true", help="a proxy on this machine names the clients")
    serve.add_argument("--quiet", action="store_true", help="log warnings only")


def _site(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Write all pages and the data of each document into a folder, for any host that serves files."
    site = commands.add_parser("site", help="a folder of pages", description=text, formatter_class=_Help)
    site.add_argument("out", type=_path, metavar="OUT", help="folder to write to")
    site.add_argument("--data", nargs="+", type=_path, metavar="FILE", help=f"graph files (default: {DUMP})")
    site.add_argument(
        "--address", type=_address, metavar="URL", help="of the host, for sitemap.xml (default: that of the IRIs)"
    )


def _draw(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "Draw what a document says: its citations, who is asked to do what with whom, its measures by section."
    draw = commands.add_parser("draw", help="a picture of a document", description=text, formatter_class=_Help)
    draw.add_argument("symbol", metavar="SYMBOL", help="such as A/RES/60/288")
    draw.add_argument(
        "-o",
        "--out",
        type=_path,
        required=True,
        metavar="FILE",
        help="file to write: its ending, .svg or .png, says how",
    )
    kinds = ("network", "actors", "measures", "votes")
    draw.add_argument("--kind", choices=kinds, default=kinds[0], help="what to draw (default: network)")
    draw.add_argument("--steps", type=int, choices=(1, 2), default=1, help="of the network of citations (default: 1)")
    draw.add_argument("--lang", metavar="TAG", help="language of names and headings (default: en)")
    draw.add_argument("--data", nargs="+", type=_path, metavar="FILE", help=_DATA)


if __name__ == "__main__":
    sys.exit(main())

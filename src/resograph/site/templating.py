"""The templates of pages: how they are compiled, what they may use, and where compiled ones are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, StrictUndefined, Template, nodes, select_autoescape
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape

_HERE = Path(__file__).parent
_REMEMBERED = 4096
# Says how they were compiled: those of an earlier resograph are not taken for these.
_KEPT_AS = "direct_%s.cache"


class _Direct(CodeGenerator):
    """Compiles attributes, items and calls to those of Python, which the templates mean: a page has hundreds of each.

    Jinja would look for an item where there is no such attribute, and whether what is called wants its context.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        """Write `node.attr`."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Write `node[arg]`."""
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, ARG002
        """Write `node(…)`."""
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")


class _Environment(Environment):
    """Templates that are all there before the first page: Jinja would lock and look whether one has changed, twice a page."""

    code_generator_class = _Direct

    ready: Mapping[str, Template] = MappingProxyType({})

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002 - as Jinja calls it
    ) -> Template:
        """Give a template."""
        return (isinstance(name, str) and self.ready.get(name)) or super().get_template(name, parent, globals)


class _Compiled(FileSystemBytecodeCache):
    """Templates that were compiled before; where they cannot be written, they are compiled each time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write one."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def templates(compiled: Path | None) -> Environment:
    """Give all templates, compiled.

    Args:
        compiled: a folder in which they are kept: to compile them takes longer than all else that a site needs.
    """
    sources = {path.name: path.read_text("utf-8") for path in sorted((_HERE / "templates").glob("*.html"))}
    made = _Environment(
        loader=DictLoader(sources),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Compiled(str(compiled), _KEPT_AS) if compiled else None,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.filters["kebab"] = kebab
    # A page prints a few hundred words, most of them on every page: to escape each anew takes a fifth of its time.
    escaped = lru_cache(_REMEMBERED, typed=True)(escape)
    for name in sources:  # a worker that has given up its rights could not compile them later
        made.get_template(name).root_render_func.__globals__["escape"] = escaped
    for name in ("downloads", "heads", "turning"):  # to import them costs more than to use them
        made.globals[name] = made.get_template(f"{name}.html").module
    made.ready = {name: made.get_template(name) for name in sources}
    for template in made.ready.values():
        template.globals = dict(made.globals)  # a chain of tables takes longer to copy, which each page does
    return made


@lru_cache(_REMEMBERED)
def kebab(name: str) -> str:
    """Give the name of a property as keys of messages are written.

    >>> kebab("adoptedBy")
    'adopted-by'
    """
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower()

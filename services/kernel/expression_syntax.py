"""Reads the text of a safe expression into a syntax tree whose size, depth and names are bounded."""

from __future__ import annotations

import ast
import warnings
from typing import Any, Final

MAX_TEXT = 2_000  # characters of an expression
MAX_NODES = 500
MAX_DEPTH = 40

CONSTANTS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}

_CONTEXTS = (ast.Load, ast.Store)  # marks in the tree, not nodes of the expression
HINTS: Final[dict[type[ast.AST], str]] = {
    ast.Div: "`/` would make fractions of a fen: compare products, or divide with `//`",
    ast.Pow: "powers are not offered",
    ast.JoinedStr: "join texts with `+`",
    ast.Lambda: "functions cannot be made",
    ast.NamedExpr: "an expression cannot assign",
    ast.Starred: "`*` before an argument is not offered",
}


class Refused(Exception):  # noqa: N818 - a reason, caught and turned into a HuxinError by the expression
    """Why a text is no safe expression."""


def parse(text: str) -> ast.expr:
    """Return the syntax tree of an expression after checking its size, its depth and its names."""
    if len(text) > MAX_TEXT:
        raise Refused(f"it is longer than {MAX_TEXT} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise Refused(f"it cannot be read at character {error.offset or 0}") from None
    except (ValueError, RecursionError, MemoryError):
        raise Refused("it cannot be read") from None
    level: list[ast.AST] = [tree.body]
    count = depth = 0
    while level:
        count, depth = count + len(level), depth + 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise Refused("it is nested too deeply or too long; split it into parts")
        level = [child for node in level for child in ast.iter_child_nodes(node) if not isinstance(child, _CONTEXTS)]
    return tree.body


def dotted(node: ast.expr) -> str | None:
    """Return `a.b.c` for a name with dots, None for other nodes."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def check_name(name: str) -> str:
    """Return a name that an expression may use; names with an underscore in front belong to the language."""
    if name.startswith("_"):
        raise Refused(f"the name {name!r} starts with an underscore")
    return name


def read_names(tree: ast.expr) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the dotted paths that come from the data: no functions, constants or comprehension variables."""
    names: set[str] = set()
    paths: set[str] = set()

    def visit(node: ast.AST, bound: frozenset[str]) -> None:
        if isinstance(node, ast.Attribute | ast.Name):
            path = dotted(node)
            if path is not None:
                root = path.partition(".")[0]
                if root not in bound and root not in CONSTANTS:
                    names.add(root)
                    paths.add(path)
                return
        if isinstance(node, ast.GeneratorExp | ast.ListComp):
            visit(node.generators[0].iter, bound)
            target = node.generators[0].target
            bound |= {target.id} if isinstance(target, ast.Name) else set()
            for part in (node.elt, *node.generators[0].ifs):
                visit(part, bound)
            return
        for child in node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node):
            visit(child, bound)

    visit(tree, frozenset())
    return frozenset(names), frozenset(paths)

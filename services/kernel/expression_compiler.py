"""Turns the text of a safe expression into a chain of small closures.

Only syntax that stands in this file exists for an expression; everything else is refused when it is compiled. A dotted name reads the
keys of plain objects and never the attributes of anything, so no expression reaches a class, a module or a method. Work is counted
while it runs, so that comprehensions over long lists end.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from services.kernel.expression_functions import (
    FUNCTIONS,
    MAX_INT,
    MAX_SIZE,
    ORDERED,
    Binary,
    Unworkable,
    add,
    contains,
    floor_divide,
    kind,
    modulo,
    multiply,
    negate,
    subtract,
)
from services.kernel.expression_syntax import CONSTANTS, HINTS, Refused, check_name, dotted

MAX_WORK = 100_000  # steps of comprehensions and scans in one evaluation

_BINARY: Final[dict[type[ast.operator], Binary]] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.FloorDiv: floor_divide,
    ast.Mod: modulo,
}
_COMPARE: Final[dict[type[ast.cmpop], Binary]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: ORDERED["<"],
    ast.LtE: ORDERED["<="],
    ast.Gt: ORDERED[">"],
    ast.GtE: ORDERED[">="],
    ast.In: contains,
    ast.NotIn: lambda element, container: not contains(element, container),
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_ABSENT: Final = object()
_SCANS = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)  # their work grows with their operands


class Scope:
    """The names of one evaluation and the work it may still do."""

    __slots__ = ("left", "names")

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = names
        self.left = MAX_WORK

    def spend(self, work: int) -> None:
        """Count work, and stop an evaluation that does too much."""
        self.left -= work
        if self.left < 0:
            raise Unworkable("it takes too much work")


Step = Callable[[Scope], Any]


def compile_node(node: ast.expr) -> Step:
    """Return the closure that computes a node."""
    build = _BUILDERS.get(type(node))
    if build is None:
        raise Refused(HINTS.get(type(node), f"{type(node).__name__} is not offered"))
    return build(node)


def _constant(node: ast.Constant) -> Step:
    value = node.value
    if not (value is None or isinstance(value, bool | int | float | str)):
        raise Refused(f"the constant {value!r} is not a JSON value")
    if isinstance(value, int | float) and not -MAX_INT <= value <= MAX_INT:
        raise Refused(f"a number is beyond {MAX_INT}")
    return lambda _: value


def _name(node: ast.Name) -> Step:
    name = check_name(node.id)
    if name in CONSTANTS:
        constant = CONSTANTS[name]
        return lambda _: constant

    def read(scope: Scope) -> Any:  # noqa: ANN401 - JSON values
        try:
            return scope.names[name]
        except KeyError:
            raise Unworkable(f"{name!r} is not known") from None

    return read


def _attribute(node: ast.Attribute) -> Step:
    owner, key = compile_node(node.value), check_name(node.attr)
    path = dotted(node) or f"….{key}"

    def read(scope: Scope) -> Any:  # noqa: ANN401 - JSON values
        value = owner(scope)
        if isinstance(value, dict):
            found = dict.get(value, key, _ABSENT)  # not value[key]: a subclass could invent values for absent keys
            if found is not _ABSENT:
                return found
            raise Unworkable(f"{path!r} is not known")
        raise Unworkable(f"{path!r} is not known: it would be read from {kind(value)}")

    return read


def _subscript(node: ast.Subscript) -> Step:
    owner, index = compile_node(node.value), compile_node(node.slice)

    def read(scope: Scope) -> Any:  # noqa: ANN401 - JSON values
        value, key = owner(scope), index(scope)
        if isinstance(value, dict) and isinstance(key, str):
            if dict.__contains__(value, key):
                return dict.__getitem__(value, key)
        elif isinstance(value, list) and isinstance(key, int) and not isinstance(key, bool):
            if -len(value) <= key < len(value):
                return value[key]
        else:
            raise Unworkable(f"{kind(key)} cannot pick from {kind(value)}")
        raise Unworkable(f"there is no element {key!r}")

    return read


def _binary(node: ast.BinOp) -> Step:
    compute = _BINARY.get(type(node.op))
    if compute is None:
        raise Refused(HINTS.get(type(node.op), f"the operator {type(node.op).__name__} is not offered"))
    left, right = compile_node(node.left), compile_node(node.right)
    if compute is not add:
        return lambda scope: compute(left(scope), right(scope))

    def joined(scope: Scope) -> Any:  # noqa: ANN401 - JSON values
        value = add(left(scope), right(scope))
        if isinstance(value, str | list):
            scope.spend(len(value) // 16)
        return value

    return joined


def _unary(node: ast.UnaryOp) -> Step:
    operand = compile_node(node.operand)
    if isinstance(node.op, ast.Not):
        return lambda scope: not operand(scope)
    if isinstance(node.op, ast.USub):
        return lambda scope: negate(operand(scope))
    raise Refused(f"the operator {type(node.op).__name__} is not offered")


def _boolean(node: ast.BoolOp) -> Step:
    parts = [compile_node(value) for value in node.values]
    stop_at = isinstance(node.op, ast.Or)

    def decide(scope: Scope) -> Any:  # noqa: ANN401 - JSON values
        value = None
        for part in parts:
            value = part(scope)
            if bool(value) is stop_at:
                break
        return value

    return decide


def _comparison(node: ast.Compare) -> Step:
    for op, operands in zip(node.ops, zip([node.left, *node.comparators], node.comparators, strict=False), strict=True):
        if isinstance(op, ast.Is | ast.IsNot) and not any(
            dotted(side) in CONSTANTS or (isinstance(side, ast.Constant) and side.value is None) for side in operands
        ):
            raise Refused("`is` compares with null, true or false only; use `==`")
    first = compile_node(node.left)
    rest = [(_COMPARE[type(op)], isinstance(op, _SCANS), compile_node(side)) for op, side in zip(node.ops, node.comparators, strict=True)]

    def compare(scope: Scope) -> bool:
        left = first(scope)
        for test, scans, side in rest:
            right = side(scope)
            if scans and isinstance(right, str | list | dict):
                scope.spend(len(right) // 16)
            if not test(left, right):
                return False
            left = right
        return True

    return compare


def _conditional(node: ast.IfExp) -> Step:
    test, then, otherwise = compile_node(node.test), compile_node(node.body), compile_node(node.orelse)
    return lambda scope: then(scope) if test(scope) else otherwise(scope)


def _call(node: ast.Call) -> Step:
    if not isinstance(node.func, ast.Name):
        raise Refused("only functions by name are offered: write lower(a.b), not a.b.lower()")
    name = node.func.id
    if node.keywords:
        raise Refused(f"{name}() takes no named arguments")
    if name == "defined":
        return _defined(node)
    if name not in FUNCTIONS:
        raise Refused(f"there is no function {name!r}; there are {', '.join(sorted([*FUNCTIONS, 'defined']))}")
    function, fewest, most = FUNCTIONS[name]
    if not fewest <= len(node.args) <= most:
        raise Refused(f"{name}() takes {fewest} to {most} arguments")
    arguments = [compile_node(argument) for argument in node.args]

    def call(scope: Scope) -> Any:  # noqa: ANN401 - JSON values
        values = [argument(scope) for argument in arguments]
        if values and isinstance(values[0], str | list):
            scope.spend(len(values[0]) // 16)
        return function(*values)

    return call


def _defined(node: ast.Call) -> Step:
    if len(node.args) != 1 or dotted(node.args[0]) is None:
        raise Refused("defined() takes one name, with dots")
    inner = compile_node(node.args[0])

    def defined(scope: Scope) -> bool:
        try:
            inner(scope)
        except Unworkable:
            return False
        return True

    return defined


def _display(node: ast.List | ast.Tuple | ast.Set) -> Step:
    elements = [compile_node(element) for element in node.elts]
    return lambda scope: [element(scope) for element in elements]


def _object(node: ast.Dict) -> Step:
    entries: list[tuple[str, Step]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise Refused("an object's keys are texts")
        entries.append((key.value, compile_node(value)))
    return lambda scope: {key: value(scope) for key, value in entries}


def _comprehension(node: ast.GeneratorExp | ast.ListComp) -> Step:
    loop = node.generators[0]
    if len(node.generators) != 1 or loop.is_async or not isinstance(loop.target, ast.Name):
        raise Refused("a comprehension has one `for` with one name")
    target, source, element = check_name(loop.target.id), compile_node(loop.iter), compile_node(node.elt)
    tests = [compile_node(test) for test in loop.ifs]
    cost = sum(1 for _ in ast.walk(node))

    def run(scope: Scope) -> list[Any]:
        values = source(scope)
        if not isinstance(values, list) or len(values) > MAX_SIZE:
            raise Unworkable(f"a comprehension runs over a list of at most {MAX_SIZE} elements, not over {kind(values)}")
        scope.spend(cost * len(values))
        outer, inner = scope.names, dict(scope.names)
        scope.names = inner
        found: list[Any] = []
        try:
            for value in values:
                inner[target] = value
                if all(test(scope) for test in tests):
                    found.append(element(scope))
        finally:
            scope.names = outer
        return found

    return run


_BUILDERS: Final[dict[type[ast.expr], Callable[[Any], Step]]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.Call: _call,
    ast.List: _display,
    ast.Tuple: _display,
    ast.Set: _display,
    ast.Dict: _object,
    ast.GeneratorExp: _comprehension,
    ast.ListComp: _comprehension,
}

"""The small changes of a module that scripts/mutants.py draws from: mutmut's, and four that a text program needs.

Left out: annotations, docstrings, imports, the options of a class, what stands inside `len(…)`, `isinstance(…)` and `assert`; and outside functions
(constants, fields, options of a command) all but numbers, True, False and operators.
"""

import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_if_exp


def _left_out(node: cst.Expr) -> list[cst.CSTNode]:
    return [] if isinstance(node.value, cst.BaseString) else [cst.Pass()]


def _returns_nothing(node: cst.Return) -> list[cst.CSTNode]:
    if node.value is None or node.value.deep_equals(cst.Name("None")):
        return []
    return [node.with_changes(value=cst.Name("None"))]


OPERATORS: list[tuple[Any, Any]] = [
    *mutation_operators,
    (cst.If, operator_if_exp),
    (cst.CompIf, operator_if_exp),
    (cst.Expr, _left_out),
    (cst.Return, _returns_nothing),
]
INSIDE = {cst.BaseString, cst.Assign, cst.AnnAssign, cst.Call, cst.Lambda}
"""What changes inside functions only."""
SKIPPED = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Assert)
SKIPPED_CALLS = {"len", "isinstance", "cast"}


class Mutant(NamedTuple):
    """One change of one file, which code that moves about in the file leaves what it is."""

    key: str
    file: str
    """Below src/spasm_cli."""
    line: int
    statement: int
    """The first line of the statement that it stands in."""
    function: tuple[int, int]
    """First and last line of the function, or of the file."""
    old: cst.CSTNode
    new: cst.CSTNode


class Where(NamedTuple):
    """What a node stands in."""

    name: str
    statement: int
    function: tuple[int, int]


def mutants_of(top: Path, file: str) -> tuple[cst.Module, list[Mutant]]:
    """Return the parsed file and every change of it, in the order of the text."""
    code = (top / file).read_text("utf-8")
    wrapper = MetadataWrapper(cst.parse_module(code))
    places = wrapper.resolve(PositionProvider)
    found: list[Mutant] = []
    seen = Counter[str]()
    for node, where in _nodes(wrapper.module, Where("", 1, (1, code.count("\n") + 1)), places):
        for kind, operator in OPERATORS:
            if isinstance(node, kind) and (where.name or kind not in INSIDE):
                for new in operator(node):
                    texts = wrapper.module.code_for_node(node), _code(wrapper.module, new)
                    name = "|".join((file, where.name, *texts))
                    seen[name] += 1
                    key = hashlib.sha256(f"{name}|{seen[name]}".encode()).hexdigest()[:16]
                    line = places[node].start.line if node in places else where.statement
                    found.append(Mutant(key, file, line, where.statement, where.function, node, new))
    return wrapper.module, found


def _code(module: cst.Module, node: cst.CSTNode) -> str:
    return type(node).__name__ + (
        module.code_for_node(node) if not isinstance(node, cst.MaybeSentinel) else ""
    )


def _nodes(
    node: cst.CSTNode, where: Where, places: Mapping[cst.CSTNode, Any]
) -> Iterator[tuple[cst.CSTNode, Where]]:
    """Yield the nodes that may change, each with what it stands in."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in SKIPPED_CALLS:
        return
    if isinstance(node, SKIPPED):
        return
    if isinstance(node, cst.FunctionDef):
        place = places[node]
        where = Where(f"{where.name}.{node.name.value}", place.start.line, (place.start.line, place.end.line))
    elif isinstance(
        node, (cst.SimpleStatementLine, cst.If, cst.For, cst.While, cst.With, cst.Match, cst.Try)
    ):
        where = where._replace(statement=places[node].start.line)
    yield node, where
    for child in [node.body] if isinstance(node, cst.ClassDef) else node.children:
        yield from _nodes(child, where, places)


def changed(module: cst.Module, mutant: Mutant) -> str:
    """Return the text of the file with this change."""
    code: str = module.deep_replace(mutant.old, mutant.new).code
    return code


def difference(before: str, after: str, file: str) -> str:
    """Return what a change changes, to be read."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, n=2, lineterm="")
    return "\n".join(list(lines)[1:])

"""Change the code of the core in small ways, one at a time, and count how many changes the tests notice.

    python scripts/mutants.py

Needs the extra "mutation" (`make mutants` brings it). It works on a copy in build/mutants, for some quarter of an hour, and
exits with 1 when fewer than nine in ten changes are noticed. To read a change that nothing noticed, by its name:

    cd build/mutants && mutmut show NAME
"""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]
COPY = TOP / "build" / "mutants"
MODULES = (
    "core/triage",
    "core/scoring",
    "core/weighing",
    "core/firmness",
    "core/plan",
    "core/interview",
    "core/next_question",
    "core/confirming",
    "files/knowledge_file",
)
NOTICED = {1, 2, 3, -24}
"""Exit codes of pytest: a test failed, the tests could not be collected, pytest broke; and that of a run without end."""

LEAST = 0.9


def main() -> int:
    """Copy, mutate, run, count."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    shutil.copy(TOP / "pyproject.toml", COPY)
    for folder in ("src", "tests", "data"):
        shutil.copytree(
            TOP / folder, COPY / folder, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    for module in MODULES:
        path = COPY / "src" / "spasm_cli" / f"{module}.py"
        path.write_text(without_decorators(path.read_text(encoding="utf-8")), encoding="utf-8")
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run([mutmut, "run", "--max-children", "2"], cwd=COPY, check=True)
    found = {}
    for module in MODULES:
        meta = COPY / "mutants" / "src" / "spasm_cli" / f"{module}.py.meta"
        found[module] = json.loads(meta.read_bytes())["exit_code_by_key"]
    return report(found)


def without_decorators(code: str) -> str:
    """Write `@decorator def name` as `def _name_` and `name = decorator(_name_)`: mutmut passes over decorated functions."""
    lines = code.splitlines()
    functions = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    for node in sorted(functions, key=lambda node: -node.lineno):
        (decorator,) = node.decorator_list
        indent = " " * node.col_offset
        body = lines[node.lineno - 1 : node.end_lineno]
        body[0] = body[0].replace(f"def {node.name}(", f"def _{node.name}_(")
        body.append(f"{indent}{node.name} = {ast.unparse(decorator)}(_{node.name}_)")
        lines[decorator.lineno - 1 : node.end_lineno] = body
    return "\n".join(lines) + "\n"


def report(found: dict[str, dict[str, int | None]]) -> int:
    """Print what was not noticed and a row per module; return the exit code."""
    rows = []
    for module, codes in found.items():
        missed = [name for name, code in codes.items() if code not in NOTICED]
        for name in missed:
            print(f"not noticed (exit code {codes[name]}): {name}")
        rows.append((module, len(codes) - len(missed), len(codes)))
    rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    for name, noticed, total in rows:
        print(f"{name:20} {noticed:4} of {total:4} killed  {noticed / total:.1%}")
    return int(rows[-1][1] < LEAST * rows[-1][2])


if __name__ == "__main__":
    sys.exit(main())

"""The shape of the house: what may import what, how large things grow, and what start-up may load."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "spasm_cli"
GROUND = {"errors", "text", "widths", "words", "wrapping"}
"""Modules beside the folders: what everything may say and raise."""
MAY_IMPORT = {
    "core": {"core"},
    "ground": {"core", *GROUND},
    "files": {"core", "files", *GROUND},
    "prompts": {"core", "prompts", *GROUND},
    "report": {"core", "report", *GROUND},
    "cli": {"core", "files", "prompts", "report", "cli", *GROUND},
}
EDGE = {"typer", "rich", "questionary", "prompt_toolkit", "jinja2", "click", "pydantic"}
MAY_USE = {
    "cli": {"typer"},
    "prompts": {"questionary", "prompt_toolkit"},
    "drawn": {"rich"},
    "report": {"jinja2"},
}
"""The libraries of the edge, by the folder that a module stands in."""
MODULES = sorted(SOURCE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    place = path.relative_to(SOURCE).parts
    if place == ("__main__.py",):
        return  # it starts the command line
    floor = place[0] if len(place) > 1 else "ground"
    own = {name.split(".")[1] for name in imports(path) if name.startswith("spasm_cli.")}
    assert own <= MAY_IMPORT[floor]
    assert {name.split(".")[0] for name in imports(path)} & EDGE <= MAY_USE.get(path.parent.name, set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 50, node.name


def test_the_imports_have_no_cycle() -> None:
    graph = {}
    for path in MODULES:
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = {
            entry.removeprefix("spasm_cli.") for entry in imports(path) if entry.startswith("spasm_cli.")
        }
    for start, first in graph.items():
        reached, todo = set[str](), [*first]
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo += graph.get(name, ())
        assert start not in reached, start


def loaded(code: str) -> set[str]:
    """Run code in a fresh interpreter and return the top-level modules it loaded."""
    probe = f"import sys, json\n{code}\nprint(json.dumps(sorted({{n.split('.')[0] for n in sys.modules}})), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(json.loads(run.stderr.splitlines()[-1]))


def command(*words: str) -> str:
    return f"sys.argv = ['spasm', *{words!r}]\nfrom spasm_cli.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass"


def test_the_core_starts_without_the_terminal_libraries() -> None:
    names = ", ".join(f"spasm_cli.core.{path.stem}" for path in sorted((SOURCE / "core").glob("[a-z]*.py")))
    assert not loaded(f"import {names}, spasm_cli.files.knowledge_file") & EDGE


def test_start_up_loads_no_more_than_it_needs() -> None:
    assert not loaded(command("--version")) & {"typer", "rich", "questionary", "msgspec", "tomllib"}
    assert not loaded(command("--help")) & {
        "questionary",
        "prompt_toolkit",
        "pydantic",
        "rich",
        "msgspec",
    }  # nor tomllib, in a wheel: tests/test_packaging.py
    sheet = command("check", "--set", "region=calf")
    assert not loaded(sheet) & {"questionary", "prompt_toolkit", "pydantic", "jinja2"}
    assert not loaded(command("check", "--plain", "--set", "region=calf")) & {
        "rich",
        "questionary",
        "pydantic",
    }

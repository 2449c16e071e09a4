"""What gets installed: wheel and sdist carry the data, and the installed command starts anywhere."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Have a folder made once for all processes that run the tests side by side, and return it."""
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (base / f"{name}.made").open("a+", encoding="utf-8") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        if not made.tell():
            make(base / name)
            made.write("made")
    return base / name


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist."""
    return once(tmp_path_factory, "dist", lambda folder: _build(TOP, folder))


def test_wheel_and_sdist_carry_the_data(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "spasm_cli/data/causes.toml" in names
    assert "spasm_cli/data/demo.toml" in names
    assert "spasm_cli/py.typed" in names
    assert {"spasm_cli/report/page.html.jinja", "spasm_cli/report/note.html.jinja"} <= set(names)
    assert "spasm_cli/data/causes.schema.json" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    (sdist,) = built.glob("*.tar.gz")
    names = _names(sdist)
    assert any(name.endswith("/data/causes.toml") for name in names)
    assert any(name.endswith("/LICENSE") for name in names)


def test_a_second_build_is_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    """Whenever, wherever and with whatever permissions the files lie."""
    copy = tmp_path / "copy"
    shutil.copytree(
        TOP,
        copy,
        copy_function=shutil.copyfile,
        ignore=shutil.ignore_patterns(".venv", ".git", ".*_cache", "build"),
    )
    again = _build(copy, tmp_path / "again")
    names = sorted(path.name for path in built.iterdir())
    assert len(names) == 2
    assert names == sorted(path.name for path in again.iterdir())
    for name in names:
        assert (built / name).read_bytes() == (again / name).read_bytes(), name


@pytest.fixture(scope="session")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, with what pip thinks that it needs."""
    (wheel,) = built.glob("*.whl")

    def make(venv: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", str(wheel)], check=True, capture_output=True)

    return once(tmp_path_factory, "installed", make)


def test_the_installed_command_works_from_anywhere(installed: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [installed / "bin/spasm", "check", "--plain", "--set", "region=calf", "--save", tmp_path / "a.html"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Danger signs not checked" in run.stdout
    where = subprocess.run(
        [installed / "bin/spasm", "knowledge", "path"], capture_output=True, text=True, check=True
    ).stdout
    assert str(installed) in where


def test_help_reads_neither_toml_nor_the_knowledge(installed: Path) -> None:
    command = [str(installed / "bin/python"), "-X", "importtime", "-m", "spasm_cli", "--help"]
    run = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    assert "Start here: spasm check" in run.stdout
    assert not {"tomllib", "msgspec"} & {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}


def test_the_sdist_installs_without_a_network(built: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    needed = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    subprocess.run([venv / "bin/pip", "install", "-q", *needed], check=True, capture_output=True)
    (sdist,) = built.glob("*.tar.gz")
    offline = ["--no-index", "--no-build-isolation", "--no-deps"]
    subprocess.run([venv / "bin/pip", "install", "-q", *offline, str(sdist)], check=True, capture_output=True)
    assert set(_licences(venv)) >= {"spasm-cli"}


ASKED_FOR = {"typer", "rich", "questionary", "prompt-toolkit", "msgspec", "jinja2"}
NEEDED_BY_THOSE = {
    "annotated-doc", "markdown-it-py", "markupsafe", "mdurl", "pygments", "shellingham", "wcwidth",
}  # fmt: skip
COMES_WITH_PYTHON = {"pip", "setuptools"}
PERMISSIVE = {"MIT", "BSD", "ISC"}


def test_nothing_is_asked_for_but_what_is_agreed() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split(r"[<>=;\[ ]", wanted)[0] for wanted in project["dependencies"]} == ASKED_FOR


def test_nothing_else_is_pulled_in_and_all_of_it_is_permissive(installed: Path) -> None:
    licences = _licences(installed)
    assert set(licences) - COMES_WITH_PYTHON == {"spasm-cli"} | ASKED_FOR | NEEDED_BY_THOSE
    assert {name: said for name, said in licences.items() if said not in PERMISSIVE} == {}


def test_the_table_of_dependencies_is_true(installed: Path) -> None:
    """Names and kinds of licence, without versions: a BSD-3-Clause may be a plain "BSD License" in the metadata."""
    (table,) = (
        found[1] for page in (TOP / "docs").glob("*.md") if (found := TABLE.search(page.read_text("utf-8")))
    )
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    told = {name.lower(): licence.partition("-")[0] for name, _, licence, *_ in rows}
    real = _licences(installed)
    assert told == {name: real[name] for name in ASKED_FOR | NEEDED_BY_THOSE}


TABLE = re.compile(r"<!-- dependencies -->\n((?:\|.*\n)+)")
READ_LICENCES = """
import importlib.metadata, json
print(json.dumps([
    (it.metadata["Name"], it.metadata["License-Expression"], it.metadata.get_all("Classifier") or [])
    for it in importlib.metadata.distributions()
]))
"""


def _licences(venv: Path) -> dict[str, str]:
    """Return the kind of licence of all that is installed, as its own metadata names it."""
    run = subprocess.run(
        [venv / "bin/python", "-c", READ_LICENCES], capture_output=True, text=True, check=True
    )
    kinds = {}
    for name, expression, classifiers in json.loads(run.stdout):
        named = {
            line.rpartition(" :: ")[2].partition(" License")[0]
            for line in classifiers
            if "License ::" in line
        }
        kind = expression or " and ".join(sorted(named)) or "not said"
        kinds[re.sub(r"[-_.]+", "-", name).lower()] = re.sub(r"^BSD-[23]-Clause$", "BSD", kind)
    return kinds


def _build(source: Path, target: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(target), str(source)], check=True, capture_output=True
    )
    return target


def _names(sdist: Path) -> list[str]:
    with tarfile.open(sdist) as archive:
        return archive.getnames()

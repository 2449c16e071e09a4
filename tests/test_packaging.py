"""What gets installed: wheel and sdist carry the data, and the installed command starts anywhere."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(TOP)], check=True, capture_output=True
    )
    return folder


def test_wheel_and_sdist_carry_the_data(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "spasm_cli/data/causes.toml" in names
    assert "spasm_cli/data/demo.toml" in names
    assert "spasm_cli/py.typed" in names
    assert "spasm_cli/report/handout.html.jinja" in names
    (sdist,) = built.glob("*.tar.gz")
    names = _names(sdist)
    assert any(name.endswith("/data/causes.toml") for name in names)
    assert any(name.endswith("/LICENSE") for name in names)


def test_the_installed_command_works_from_anywhere(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    subprocess.run([venv / "bin/pip", "install", "-q", str(wheel)], check=True, capture_output=True)
    run = subprocess.run(
        [venv / "bin/spasm", "check", "--plain", "--set", "region=calf", "--save", tmp_path / "a.html"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Danger signs not checked" in run.stdout
    where = subprocess.run(
        [venv / "bin/spasm", "knowledge", "path"], capture_output=True, text=True, check=True
    ).stdout
    assert str(venv) in where
    listed = subprocess.run(
        [venv / "bin/pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    names = {line.partition("==")[0].lower() for line in listed.stdout.splitlines()} - {"pip", "setuptools"}
    assert names <= {
        "spasm-cli", "typer", "rich", "questionary", "prompt_toolkit", "msgspec", "jinja2", "markupsafe",
        "markdown-it-py", "mdurl", "pygments", "wcwidth", "shellingham", "annotated-doc", "typing_extensions", "click",
    }  # fmt: skip


def _names(sdist: Path) -> list[str]:
    with tarfile.open(sdist) as archive:
        return archive.getnames()

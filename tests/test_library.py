"""The example of docs/library.md prints what stands below it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "library.md"


def test_the_example_of_the_library_runs_as_it_stands() -> None:
    found = re.search(
        r"<!-- runs -->\n```python\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL
    )
    assert found
    run = subprocess.run([sys.executable, "-c", found[1]], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout == found[2]


def test_the_example_with_another_engine_runs() -> None:
    pytest.importorskip("dask", reason="dask is not here; pip install dask runs this example too")
    found = re.search(r"<!-- runs with dask -->\n```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    run = subprocess.run([sys.executable, "-c", found[1]], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.count("spasm.brief/1") == 2

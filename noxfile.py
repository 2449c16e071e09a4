"""The quick tests under every Python at hand, each with the oldest and the newest dependencies that pyproject.toml allows.

    make matrix      or      nox [-s "quick-3.12(newest)"] [-- ARGUMENTS OF PYTEST]

Needs nox and uv. A Python that is not there is skipped, and said so.
"""

import nox

nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = False
AGES = {"oldest": "lowest-direct", "newest": "highest"}


@nox.session(python=["3.11", "3.12", "3.13", "3.14", "3.15"])
@nox.parametrize("age", list(AGES), ids=list(AGES))
def quick(session: nox.Session, age: str) -> None:
    """Install with one age of dependencies, say which, and run the quick tests."""
    session.install("--resolution", AGES[age], "-e", ".[dev]")
    session.run("uv", "pip", "freeze", external=True)
    session.run("pytest", "--quiet", *(session.posargs or ["-m", "not slow"]))

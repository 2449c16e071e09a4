# Short names for what CONTRIBUTING.md and .ci/run do; .venv is made by `make setup`.
PYTHON ?= python3

# Puts "sudo" before apt-get where that is needed.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: setup fmt lint test check coverage mutants breaks browser pictures chromium bench fuzz matrix
setup:
	$(PYTHON) -m venv .venv && .venv/bin/pip install -e '.[dev]'
fmt:
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .
lint:
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy
test:
	.venv/bin/pytest -m "not slow"
check:
	.venv/bin/pytest
# Every branch of the core; [tool.coverage] in pyproject.toml lists it.
coverage:
	.venv/bin/pytest -m "not slow" --cov --cov-report=term-missing
# Whether the tests notice small changes to the code, by a random sample of each folder; takes half an hour or more.
mutants:
	.venv/bin/pip install -q -e '.[dev,mutation]'
	.venv/bin/python scripts/mutants.py
# Whether they notice what an edit by mistake would do to the edge; takes a quarter of an hour or more.
breaks:
	.venv/bin/python scripts/breaks.py
# The handout in Debian's Chromium; without this, the tests of it are skipped.
browser: chromium
	.venv/bin/pytest tests/test_browser.py tests/test_fhir.py
# The README's pictures, from the real program.
pictures: chromium
	.venv/bin/python scripts/pictures.py
chromium:
	command -v chromium || { $(SUDO) apt-get update && $(SUDO) apt-get install -y chromium fonts-liberation; }
	command -v npm || { $(SUDO) apt-get update && $(SUDO) apt-get install -y nodejs npm; }
	npm install --prefix tests/browser --no-package-lock --no-audit --no-fund
# Every Python from 3.11 on that is on the PATH, each with the oldest and the newest dependencies allowed.
matrix:
	.venv/bin/pip install --quiet nox uv && PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/nox
# Costs beside bare Python, the floor scripts and programs that a user knows, which are installed apart.
bench:
	.venv/bin/python -m venv build/peers && build/peers/bin/pip install -q commitizen copier cookiecutter
	rm -rf build/wheel && .venv/bin/python -m build -q --wheel --outdir build/wheel
	.venv/bin/python -m venv build/installed && build/installed/bin/pip install -q --force-reinstall build/wheel/*.whl
	.venv/bin/python scripts/bench.py 9 build/peers/bin build/installed/bin/python && .venv/bin/python scripts/bench_core.py
	.venv/bin/python scripts/bench_many.py 100000 build/installed/bin/python
# So many times as many broken files as the tests try.
fuzz:
	FUZZ=$${FUZZ:-60} .venv/bin/pytest tests/test_fuzz.py

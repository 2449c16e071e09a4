# Short names for what CONTRIBUTING.md and .ci/run do; .venv is made by `make setup`.
PYTHON ?= python3

.PHONY: setup fmt lint test check
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

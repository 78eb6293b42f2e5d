# Every target does what it needs by itself; CI calls `make test` and nothing else.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed

.PHONY: help demo test check unit browser prove bench docs clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $(STAMP)

demo: $(STAMP) ## The whole journey on an invented company; ends with the parity table and the report's path
	$(BIN)/lever2ashby demo

test: check unit ## Everything CI runs: linters, types, contracts, all tests

check: $(STAMP) ## ruff, mypy --strict, sqlfluff, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 stages checks
	$(BIN)/lint-imports

unit: $(STAMP) browser ## The tests
	$(BIN)/pytest -n 2 --dist worksteal -m "not prove"

browser:
	@command -v chromium >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
		|| echo "Chromium is not here and can't be installed: the test of the report in a browser is skipped."

prove: $(STAMP) ## The long proofs: every kill point, every fault table, large companies
	$(BIN)/pytest -m prove -n 3 --dist worksteal

bench: $(STAMP) ## The benchmarks, each beside its baseline in the same run
	$(BIN)/python -m tests.benchmarks

docs: $(STAMP) ## Write docs/field_map.md anew from the lists of fields
	$(BIN)/python -m stages.transform.field_map

clean: ## Remove what make made
	rm -rf $(VENV) data/demo

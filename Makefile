# One line per wish; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
T ?= tests/unit tests/architecture tests/legal tests/fuzz
FUZZ ?= $(notdir $(wildcard tests/fuzz/corpus/*))
FUZZ_SECONDS ?= 60
# Compiled once, not by each worker and each program that a test starts.
unexport PYTHONDONTWRITEBYTECODE
EXPORT := uv export --quiet --format requirements-txt --no-emit-project --no-header

.PHONY: help setup demo test unit integration prove e2e fuzz check fix docs widget screenshots bench-catalog bench-enforcement bench-ledger bench-verify bench-export kill-ledger lock clean

help: ## list the wishes
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/ready ## create .venv and install everything, hash-checked

$(VENV)/ready: requirements/dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install it, or name another with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $$($(PYTHON) --version) found. Name another with: make PYTHON=python3.12 …"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV) || { echo "Python cannot make an environment here. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing (about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## five example company sites and the consent server, on loopback
	@$(BIN)/python -m examples.demo $(DEMO)

test: setup chromium check unit integration e2e ## everything that CI runs

unit: setup ## the core, in under a minute; one path: make unit T=tests/unit/token
	@$(BIN)/pytest -n auto $(T)

integration: setup postgresql varnish web-servers ## real databases, real command line, real cache, real web servers
	@$(BIN)/pytest -n auto tests/integration
	@$(BIN)/pytest -n auto -m "postgresql and not processes" tests/unit/storage tests/integration

prove: setup postgresql web-servers ## what takes longer: kills, stopped processes, full disks, every byte changed
	@$(BIN)/pytest -n auto -m processes tests/unit tests/integration

e2e: setup chromium web-servers ## the journeys of a visitor, in Debian's chromium
	@$(BIN)/pytest -n 4 tests/e2e # a journey mostly waits

.PHONY: varnish
varnish:
	@command -v varnishd >/dev/null || test -x /usr/sbin/varnishd || tools/install-varnish

.PHONY: web-servers
web-servers:
	@{ { command -v nginx || test -x /usr/sbin/nginx; } && command -v php-cgi && command -v caddy; } >/dev/null || tools/install-web-servers

.PHONY: chromium
chromium:
	@{ command -v chromium && command -v chromium-headless-shell; } >/dev/null || tools/install-chromium

.PHONY: postgresql
postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || tools/install-postgresql

fuzz: $(VENV)/fuzz ## search for inputs that break a promise: make fuzz FUZZ=elements FUZZ_SECONDS=600
	@for target in $(FUZZ); do echo "$$target …" && $(BIN)/python -m tests.fuzz.run $$target -max_total_time=$(FUZZ_SECONDS) -verbosity=0 || exit 1; done

$(VENV)/fuzz: $(VENV)/ready requirements/fuzz.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

check: setup ## format, lint, types, layers
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

fix: setup ## format and apply safe fixes
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

docs: setup ## build the manual into docs/_build
	@$(BIN)/sphinx-build -W -n --keep-going -q docs docs/_build/html && echo "docs/_build/html/index.html"

widget: ## rebuild the banner's script and style (needs Node.js)
	@cd widget && npm ci --silent && npm run --silent build

screenshots: setup chromium ## take the pictures of the documentation
	@$(BIN)/python -m examples.screenshots docs/pictures

bench-catalog: setup ## what the catalog costs: load, compile, memory, matches per second
	@$(BIN)/python -m benchmarks.catalog

bench-enforcement: setup ## what enforcing a page costs, beside gzip and HTML parsers
	@$(BIN)/python -m benchmarks.enforcement

bench-ledger: setup postgresql ## what recording a choice costs, on both databases, beside a bare row and (with Node.js) c15t
	@! command -v npm >/dev/null || (cd benchmarks/ledger/peers && npm ci --silent --ignore-scripts)
	@$(BIN)/python -m benchmarks.ledger

bench-verify: setup ## how fast a bundle is verified, in how much memory
	@$(BIN)/python -m benchmarks.ledger_verify $(RECORDS)

bench-export: setup ## how fast evidence is exported, in how much memory
	@$(BIN)/python -m benchmarks.ledger_export $(RECORDS)

.PHONY: bench-gateway
bench-gateway: setup web-servers ## what the gateway costs a page, beside nginx and gzip
	@$(BIN)/python -m benchmarks.gateway

.PHONY: bench-reports
bench-reports: setup ## what a flood of reports costs, and what it does to choices
	@$(BIN)/python -m benchmarks.reports

.PHONY: soak
soak: setup ## what minutes of traffic do to a server's memory and files: make soak MINUTES=60
	@MINUTES=$(MINUTES) DATABASE=$(DATABASE) PACE=$(PACE) $(BIN)/python -m benchmarks.soak

.PHONY: bench-server
bench-server: setup postgresql ## what the server's answers cost, beside bare Flask ones (needs gcc) and (with Node.js) c15t
	@! command -v npm >/dev/null || (cd benchmarks/ledger/peers && npm ci --silent --ignore-scripts)
	@$(BIN)/python -m benchmarks.server

.PHONY: bench-widget
bench-widget: setup chromium ## what the notice costs a visitor, beside six others (needs Node.js)
	@cd benchmarks/widget/peers && npm ci --silent --ignore-scripts && npm run --silent build
	@$(BIN)/python -m benchmarks.widget

kill-ledger: setup postgresql ## kill writers and database servers 100 times each, or KILLS=…
	@KILLS=$${KILLS:-100} $(BIN)/pytest -rP -m "postgresql or processes" -k "loses_nothing" tests/unit/storage

lock: ## renew requirements/*.txt (needs uv)
	@uv lock --quiet
	@$(EXPORT) --group dev > requirements/dev.txt
	@$(EXPORT) --only-group fuzz > requirements/fuzz.txt
	@$(EXPORT) --no-default-groups --extra server --extra postgresql > requirements/server.txt
	@rm -f uv.lock

clean: ## remove what the other wishes made
	@rm -rf $(VENV) .demo .fuzz docs/_build

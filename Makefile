# make build  creates .venv, installs, builds data/sources into dist/, validates and prints a summary
# make test   runs the tests        make lint   checks code, types and generated files
# make bench  measures beside the straightforward way      make generate   rewrites generated files
# make bench-record RECORD=FOLDER  measures builds of many documents of official XML in one language
# make bench-serve  measures the server beside rdflib-endpoint and the server of Oxigraph (needs wrk: Debian has it)
# make soak  holds the answers of a server right for ten minutes of mixed load and attacks, a worker killed each second
# make chromium  installs the browser of the tests where it is missing (Debian, as root)
# make measure RECORD=FOLDER  measures understanding on official XML
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: build test chromium lint bench bench-record bench-serve soak measure generate clean
build: $(STAMP)
	$(BIN)/resograph build --out dist

test: $(STAMP) chromium
	$(BIN)/python -m pytest -q

# The tests in a browser take Debian's Chromium; where it is not and cannot be installed, they are reported as not run.
chromium:
	@command -v chromium chromium-browser google-chrome > /dev/null || { test "$$(id -u)" = 0 && apt-get install --quiet --yes --no-install-recommends chromium; } \
		|| echo "Chromium is not here and cannot be installed by this user (Debian: apt install chromium): tests in a browser are not run"

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/generate.py --check

bench: $(STAMP)
	$(BIN)/python tools/bench.py
	if [ -n "$(RECORD)" ]; then $(BIN)/python tools/bench_record.py $(RECORD); fi

bench-record: $(STAMP)
	@test -n "$(RECORD)" || { echo "Give a folder of official XML of one language: make bench-record RECORD=FOLDER"; exit 1; }
	$(BIN)/python tools/bench_record.py $(RECORD) $(if $(SIZES),--sizes $(SIZES))

# The servers to compare with stand apart: rdflib-endpoint wants versions of libraries that are not for us to choose.
PEERS := $(VENV)/peers
bench-serve: $(STAMP) $(PEERS)/.installed
	@command -v wrk > /dev/null || { echo "The load comes from wrk (Debian: apt install wrk)"; exit 1; }
	$(BIN)/python tools/bench_serve.py

$(PEERS)/.installed: Makefile
	@$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check oxigraph==0.5.13 'rdflib-endpoint[cli]==0.6.3'
	@touch $@

soak: $(STAMP)
	SOAK_SECONDS=600 $(BIN)/python -m pytest -q -s tests/test_soak.py

measure: $(STAMP)
	$(BIN)/python tools/measure.py $(RECORD)

generate: $(STAMP)
	$(BIN)/python tools/generate.py

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "resograph needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot create virtual environments: install its venv package (Debian: python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

clean:
	rm -rf dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# make run starts the app, make test runs every test; make help lists the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 -q --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header
# uv is several times as fast; where it finds no index (pip knows settings that it does not) pip
# installs the same files, checked by the same hashes.
UV := $(BIN)/uv --system-certs pip install --python $(BIN)/python
HASHED := --quiet --no-deps --require-hashes -r
HERE := --quiet --no-deps --no-build-isolation -e .
PORT ?=
# Some write what they find into docs/, some print it.
BENCHMARKS ?= store graph network check query_texts
# Both processes that test have to agree on the order of sets; each run has another one.
SEED := $(shell od -An -N2 -tu2 /dev/urandom | tr -d ' ')

.DEFAULT_GOAL := help

.PHONY: run
run: $(VENV)/run.stamp ## start the app in the browser (PORT=8600 for another port)
	@$(BIN)/kg app $(if $(PORT),--port $(PORT)) || test $$? = 130

.PHONY: test
test: $(VENV)/test.stamp programs ## run every test, in a real browser too
	PYTHONHASHSEED=$(SEED) $(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/servers

.PHONY: test-servers
test-servers: $(VENV)/test.stamp $(VENV)/spark.stamp ## run the tests against real servers and a cluster
	KG_TEST_SERVERS=1 sh tests/programs.sh
	$(BIN)/python -m pytest tests/servers

.PHONY: check
check: $(VENV)/test.stamp ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

.PHONY: bench
bench: $(VENV)/test.stamp ## measure speed, and write it to docs/benchmarks*.md
	for subject in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$subject || exit 1; done

.PHONY: screenshots
screenshots: $(VENV)/test.stamp programs ## take the pictures in docs/screenshots
	$(BIN)/python docs/screenshots.py

.PHONY: ontology-docs
ontology-docs: $(VENV)/test.stamp ## write the ontology's documentation to docs/ontology
	$(BIN)/python ontology/document.py docs/ontology

.PHONY: python-docs
python-docs: $(VENV)/test.stamp ## write the reference of the Python interface, docs/python.md
	$(BIN)/python -m docs.python_reference

.PHONY: lock
lock: $(VENV)/test.stamp ## take the newest versions of everything into the locks
	$(LOCK) --upgrade --group installer -o installer.lock
	$(LOCK) --upgrade pyproject.toml --group build -o requirements.lock
	$(LOCK) --upgrade pyproject.toml --group build --group test --extra llm -c requirements.lock \
		-o requirements-test.lock
	@# pysail knows no newer one.
	echo "pyspark[connect]>=4,<4.3 pysail" | tr " " "\n" | $(LOCK) --upgrade -c requirements-test.lock - \
		-o requirements-spark.lock

.PHONY: clean
clean: ## remove what was built, the virtual environment too
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: programs
programs:
	@sh tests/programs.sh

$(VENV)/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; make PYTHON=/path/to/python3.11 run" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' || \
		{ echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/run.stamp: installer.lock requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the libraries into $(VENV), once."
	@$(PIP) install $(HASHED) installer.lock
	@$(UV) $(HASHED) requirements.lock || $(PIP) install $(HASHED) requirements.lock
	@$(UV) $(HERE) || $(PIP) install $(HERE)
	@touch $@

$(VENV)/test.stamp: requirements-test.lock $(VENV)/run.stamp
	@echo "Installing what the tests need into $(VENV)."
	@# Compiled now: every test that starts a process would do it again where none is written.
	@$(UV) --compile-bytecode $(HASHED) requirements-test.lock || $(PIP) install $(HASHED) requirements-test.lock
	@touch $@

# Some 300 MB, so only for those who test the cluster.
$(VENV)/spark.stamp: requirements-spark.lock $(VENV)/test.stamp
	@$(UV) $(HASHED) requirements-spark.lock || $(PIP) install $(HASHED) requirements-spark.lock
	@touch $@

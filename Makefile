# Two commands for a new user: `make demo` and `make test`. The others are listed by `make help`.
PYTHON ?= python3
# Debian's own, so that a package is the same wherever it is built
PACKAGE_PYTHON ?= /usr/bin/python3
VENV := .venv
BIN := $(VENV)/bin
REQUIREMENTS := packaging/requirements
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHON

PACKAGE := build/package/venv

.PHONY: help demo check lint types quick-tests test bench soak screenshots package test-package lock translations clean

help:
	@echo "make demo         the program on its own demo server"
	@echo "make check        lint, types, and the tests of core and services: under a minute"
	@echo "make test         every check of the project; make test T=PATH runs one file or folder"
	@echo "make bench        the numbers, to build/bench.json"
	@echo "make soak         10,000 saves with injected faults, 10,000 killed writes, a change set killed anywhere"
	@echo "make screenshots  every window in every state, to build/screenshots/"
	@echo "make package      the installers for this system, to dist/"
	@echo "make test-package the installers, installed and used in a bare Debian (as root)"
	@echo "make translations the texts of the program, to resources/translations/; NEW=nb begins a language"
	@echo "make lock         new exact versions, to $(REQUIREMENTS)/"

demo: $(VENV)/run.done
	@packaging/debian/install run
	@$(BIN)/mailbox-admin --demo

check: $(VENV)/test.done
	@packaging/debian/install run test
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types quick-tests

lint:
	$(BIN)/ruff check desktop_app tests packaging
	$(BIN)/ruff format --check desktop_app tests packaging

types:
	$(BIN)/mypy

quick-tests:
	$(BIN)/python -m pytest -q -m "not soak" tests/unit/core tests/unit/services tests/unit/test_imports.py

test: $(VENV)/test.done
	@packaging/debian/install run test
ifdef T
	$(BIN)/python -m pytest $(T)
else
	@$(MAKE) --no-print-directory lint types
	rm -f build/coverage/*
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report
endif

bench: $(VENV)/test.done
	@packaging/debian/install run test
	$(BIN)/python -m tests.bench

soak: $(VENV)/test.done
	$(BIN)/python -m tests.soak

screenshots: $(VENV)/test.done
	@packaging/debian/install run test
	$(BIN)/python -m tests.screenshots

$(VENV)/run.done: $(REQUIREMENTS)/run.txt $(REQUIREMENTS)/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 ..."; exit 1; }
	@packaging/debian/install venv
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r $(REQUIREMENTS)/run.txt -r $(REQUIREMENTS)/build.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/test.done: $(VENV)/run.done $(REQUIREMENTS)/test.txt
	$(BIN)/python -m pip install -q --require-hashes -r $(REQUIREMENTS)/test.txt
	@touch $@

package: $(PACKAGE).done
	@packaging/debian/install package
	$(PACKAGE)/bin/pip install -q --no-deps --no-build-isolation --no-index --force-reinstall .
	$(PACKAGE)/bin/python -B packaging/linux

test-package: $(VENV)/test.done
	@packaging/debian/install run test package test-package
	@ls dist/*.deb >/dev/null 2>&1 || $(MAKE) package
	$(BIN)/python -m tests.package

$(PACKAGE).done: $(REQUIREMENTS)/run.txt $(REQUIREMENTS)/build.txt $(REQUIREMENTS)/package.txt
	@packaging/debian/install run package
	@PYTHON=$(PACKAGE_PYTHON) packaging/debian/install venv
	rm -rf $(PACKAGE)
	$(PACKAGE_PYTHON) -m venv $(PACKAGE)
	$(PACKAGE)/bin/python -m pip install -q --require-hashes $(^:%=-r %)
	@touch $@

lock:
	packaging/requirements/lock

translations: $(VENV)/run.done
	$(BIN)/python packaging/translations $(if $(NEW),--new $(NEW))

clean:
	rm -rf build dist $(VENV)

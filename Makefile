# make run    the demo: a made-up seller and store, through the whole engine
# make test   everything that must hold before a change is taken
# make build  the packaged program, in dist/, and its self-check
# make screenshots  pictures of every part of the window, in out/screenshots
# make e2e    the window from outside, on a real X server with a real keyring (Linux)
# Only Python 3.11+ is needed beforehand; .venv is made at the first call.

.PHONY: run test lint bench crash build screenshots e2e lock clean runtime dev headless build-tools window-libraries
PYTHON_HERE := .venv/bin/python
PYTEST := $(PYTHON_HERE) -m pytest
IMPORTS := $(PYTHON_HERE) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

run: runtime
	@sh resources/setup/run.sh

test: lint
	@sh resources/setup/window-libraries.sh offscreen
	@$(PYTEST) -q -n 2
	@echo "make test: all checks passed (ruff, format, mypy, import-linter, pytest)"

lint: dev
	@$(PYTHON_HERE) -m ruff check .
	@$(PYTHON_HERE) -m ruff format --check .
	@$(PYTHON_HERE) -m mypy
	@$(IMPORTS)

bench: dev
	@$(PYTHON_HERE) -m tests.benchmarks $(BENCH)

crash: dev
	@$(PYTEST) -q -s --timeout 0 -m long tests/crash

build: build-tools window-libraries
	@$(PYTHON_HERE) resources/package/icons.py resources/icons/crossdock.svg build/package
	@$(PYTHON_HERE) -m PyInstaller --noconfirm --log-level WARN --workpath build/pyinstaller \
		--distpath dist build.spec
	@dist/crossdock/crossdock self-check

screenshots: runtime window-libraries
	@$(PYTHON_HERE) -m desktop screenshots --to out/screenshots $(if $(CHOSEN),--chosen $(CHOSEN))

e2e: dev
	@sh resources/setup/e2e-packages.sh
	@$(PYTEST) -q --timeout 0 -m screen tests/e2e

runtime:
	@sh resources/setup/python.sh runtime

dev:
	@sh resources/setup/python.sh dev

headless:
	@sh resources/setup/python.sh headless

build-tools:
	@sh resources/setup/python.sh build

window-libraries:
	@sh resources/setup/window-libraries.sh

lock: runtime
	@sh resources/setup/lock.sh

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find desktop tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Two commands on a fresh machine: `make run` and `make test`. All set-up happens in packaging/set_up.py.
PYTHON ?= python3
TWO_AT_ONCE := -n 2 --dist loadfile
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

# Where bytecode may not be kept, each child process compiles again what it imports.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test coverage clients vulkan check format package clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: ## open the window with a sample project (without a screen: the demo in the terminal)
	@$(PYTHON) packaging/set_up.py run
	@$(BIN)/bonito-desktop --sample build/sample.bonito

test: ## run every test
	@$(PYTHON) packaging/set_up.py test
	@$(BIN)/python -m pytest $(TWO_AT_ONCE)

coverage: ## run every test, and ask for 95 percent branch coverage of engine and models (half as long again)
	@$(PYTHON) packaging/set_up.py test
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m pytest $(TWO_AT_ONCE) --cov --cov-report=term --cov-fail-under=95

clients: ## ask the programs that load an export (datasets, mlcroissant); make test removes them again
	@$(PYTHON) packaging/set_up.py test
	@.uv/$(notdir $(BIN))/uv sync --frozen --quiet --group clients
	@$(BIN)/python -m pytest tests/engine/export/test_clients.py

vulkan: ## the tests that need Vulkan, on Mesa's software device (its library is compiled once: 1 minute)
	@$(PYTHON) packaging/set_up.py test
	@$(PYTHON) packaging/vulkan_for_tests.py

check: ## lint, format and types
	@$(PYTHON) packaging/set_up.py test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

format: ## put the code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

package: ## build the program for this system into dist/ (llama.cpp is compiled once: 10 minutes)
	@$(PYTHON) packaging/build.py

clean: ## remove what was built here, .venv and .uv included
	rm -rf .venv .uv build dist .pytest_cache .ruff_cache .hypothesis .coverage

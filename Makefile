# Huxin's targets. Each is one line; the work and its help text lie in tools/.
.DEFAULT_GOAL := help
.PHONY: help run demo test check services services-stop setup web diagrams lock clean

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: ## Set up and run Huxin with sample data on http://127.0.0.1:8000
	@tools/run.sh

demo: ## Set up and play every story of `huxin demo` in the terminal
	@tools/setup.sh run && .venv/bin/huxin demo

test: ## Set up and run all tests: embedded, then PostgreSQL and RabbitMQ
	@tools/test.sh

check: ## The fast part of `make test`: formatting, types, import contracts, unit tests
	@tools/test.sh --fast

services: ## Install where needed and start PostgreSQL and RabbitMQ on own ports in var/services
	@tools/services.sh start --install

services-stop: ## Stop what `make services` started
	@tools/services.sh stop

setup: ## Create .venv with the locked dependencies for running and developing
	@tools/setup.sh dev

web: ## Build the page into web/dist when its sources are newer
	@tools/web.sh build

diagrams: ## Draw workflows/bpmn/*.bpmn to docs/processes/*.svg
	@tools/setup.sh dev && tools/web.sh install && .venv/bin/python -m tools.diagrams

lock: ## Write requirements.lock and requirements-dev.lock anew from pyproject.toml
	@tools/lock.sh

clean: ## Remove what builds and tests left; keeps .venv and var
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

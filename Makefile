# One command for each chore. Needs only python3 (3.11 or newer, with venv) and make; `make help` lists the chores.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# What `make test` hands to pytest besides its own settings, e.g. make test ARGS='tests/law -x'.
ARGS ?=
WORKERS ?= auto
COUNT ?= 10000
FILE ?=

.PHONY: help
help: ## 列出全部命令 (list the chores)
	@echo '用法：make 命令'
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 17

.PHONY: install
install: $(INSTALLED) ## 建立 .venv 并安装全部依赖 (create .venv)
	@echo '已安装：$(BIN)/gongkai'

# Quick when nothing changed: the stamp is older than the locked requirements only after they were changed. The lock is
# complete, so nothing is resolved: an older pip would look at newer releases of what packages ask for, and refuse them.
$(INSTALLED): requirements/base.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo '需要 Python 3.11 或更高版本；可用 make install PYTHON=/路径/python3.12 指定。' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo '不能建立虚拟环境：Debian/Ubuntu 请先安装 python3-venv。' >&2; exit 1; }
	@echo '安装依赖（版本与校验值均已锁定）……'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: test
test: $(INSTALLED) ## 运行测试，几分钟；可加 ARGS='tests/law -x' (run the tests but the long ones)
	@echo '运行测试（费时的除外，make test-all 运行全部）……'
	@$(BIN)/python -m pytest -n $(WORKERS) -m 'not thorough' $(ARGS)

.PHONY: test-all
test-all: $(INSTALLED) ## 运行全部测试，包括费时的 (run all tests, the long ones too)
	@echo '运行全部测试……'
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

.PHONY: demo
demo: $(INSTALLED) ## 建立演示网站并启动；加 FILE=年报文件 则检查这份年报 (run a demonstration site, or check a report)
	@$(if $(FILE),$(BIN)/python -m gongkai.project.demo '$(FILE)',$(BIN)/gongkai demo $(ARGS))

.PHONY: test-postgres
test-postgres: $(INSTALLED) ## 在 PostgreSQL 上运行用到数据库的全部测试；DATABASE_URL 指明服务器 (the tests that use a database)
	@echo '在 PostgreSQL 上运行测试……'
	@DATABASE_URL="$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/gongkai}" \
	  $(BIN)/python -m pytest -n $(WORKERS) --database-only $(ARGS)

.PHONY: fuzz
fuzz: $(INSTALLED) ## 用 COUNT 个改坏的文件试读取 (read many damaged files)
	@echo '试读 $(COUNT) 个改坏的文件……'
	@$(BIN)/python -m benchmarks.fuzz --count $(COUNT)

.PHONY: bench
bench: $(INSTALLED) ## 测量速度与内存 (measure speed and memory)
	@echo '测量速度与内存……'
	@$(BIN)/python -m benchmarks

.PHONY: lint
lint: $(INSTALLED) ## 检查写法、格式、类型和分层 (style, format, types, layers)
	@failed=0; \
	echo '检查写法……'; $(BIN)/ruff check || failed=1; \
	echo '检查格式……'; $(BIN)/ruff format --check || failed=1; \
	echo '检查类型……'; $(BIN)/mypy || failed=1; \
	echo '检查分层……'; $(BIN)/lint-imports --no-logo --no-cache || failed=1; \
	exit $$failed

.PHONY: format
format: $(INSTALLED) ## 整理格式和可自动修正的写法 (format the code)
	@echo '整理格式……'
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# Local wheel folders are shut out: the hashes must be those of the public packages. Settings of the index stay, but
# [tool.pip-tools] keeps them out of the result.
LOCK := env -u PIP_FIND_LINKS CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet

.PHONY: lock
lock: $(INSTALLED) ## 按 pyproject.toml 重新锁定依赖版本和校验值；可加 ARGS=--upgrade (lock the requirements)
	@echo '锁定运行所需的依赖……'
	@$(LOCK) $(ARGS) --output-file requirements/base.txt pyproject.toml
	@echo '锁定开发所需的依赖……'
	@$(LOCK) $(ARGS) --extra dev --constraint requirements/base.txt --output-file requirements/dev.txt pyproject.toml

.PHONY: clean
clean: ## 删除虚拟环境、缓存和产物，不动数据 (remove environment, caches, builds; data stays)
	@echo '删除虚拟环境、缓存和产物……'
	@rm -rf $(VENV) build dist demo-output bench-output htmlcov .coverage .coverage.* \
	  .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	@find . -path ./.git -prune -o -type d \( -name __pycache__ -o -name '*.egg-info' \) -prune -exec rm -rf {} +

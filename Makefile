# One command for each chore. Needs only python3 (3.11 or newer, with venv) and make; `make help` lists the chores.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# Quick when nothing changed: the stamp is older than the locked requirements only after they were changed.
$(INSTALLED): requirements/base.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo '需要 Python 3.11 或更高版本；可用 make install PYTHON=/路径/python3.12 指定。' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo '不能建立虚拟环境：Debian/Ubuntu 请先安装 python3-venv。' >&2; exit 1; }
	@echo '安装依赖（版本与校验值均已锁定）……'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: install
install: $(INSTALLED) ## 建立 .venv 并安装全部依赖 (create .venv)

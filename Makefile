# OpenPES. Type `make` to see what there is.
PES := .venv/bin/pes
PY := .venv/bin/python
PATHS := runtime language tenants marketplace search matching workers web pes migrations tests benchmarks models
.DEFAULT_GOAL := help
.PHONY: help setup run stop status test dev lint format types imports bench simulator models lock messages

help: ## 显示这份说明
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## 安装运行所需的软件包（.venv）
	@scripts/setup
	@$(MAKE) -s translations

run: setup ## 启动全部服务，载入演示数据，跑一轮匹配；Ctrl-C 停止，DETACH=1 立即返回
	@scripts/run $(if $(DETACH),--detach) $(if $(PORT),--web-port $(PORT))

stop: ## 停止由本目录启动的全部服务，数据保留
	@$(PES) down

status: ## 显示各项服务、地址和演示账号
	@$(PES) status

dev: ## 安装开发和测试所需的软件包与浏览器
	@scripts/setup dev
	@$(MAKE) -s translations
	@$(PES) doctor --install

test: dev lint types imports ## 全部检查和测试
	@.venv/bin/pytest -n 2 --dist loadfile $(ARGS)

lint: ## 代码检查（ruff）
	@.venv/bin/ruff check $(PATHS)
	@.venv/bin/ruff format --check -q $(PATHS)

format: ## 整理代码格式
	@.venv/bin/ruff check --fix -q $(PATHS)
	@.venv/bin/ruff format -q $(PATHS)

types: ## 类型检查（mypy strict）
	@.venv/bin/mypy

imports: ## 检查包之间的依赖方向
	@.venv/bin/lint-imports

bench: dev ## 跑基准测试，结果写入 docs/benchmarks.md
	@$(PY) -m benchmarks

simulator: dev ## 在模拟的城市里检验排序是否越学越好，结果写入 docs/simulator/
	@$(PY) -m benchmarks.simulator

models: ## 微调文本向量模型，与基础模型对比，胜出才采用；JSON=1 打印 JSON 报告
	@scripts/setup dev
	@$(PY) -m models $(if $(JSON),--json)

messages: ## 收集待翻译的文字
	@.venv/bin/pybabel -q extract -F babel.cfg -k N_ --no-location --no-wrap --sort-output \
		--project openpes --version 1 -o web/translations/messages.pot .
	@.venv/bin/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --init-missing -l en \
		-i web/translations/messages.pot -d web/translations

.PHONY: translations
translations:
	@if ls web/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then \
		.venv/bin/pybabel -q compile -d web/translations; fi

lock: ## 重新解析依赖，写出两个锁文件
	@.venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate -o requirements.lock
	@.venv/bin/uv pip compile -q pyproject.toml --extra dev --extra models --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements.lock \
		-o requirements-dev.lock

# Two commands matter: `make run` does the main job, `make test` passes the tests. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python

.PHONY: help run test serve bench check lock environment environment-dev environment-superset clean

help: ## 列出全部命令 · list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 28

run: environment environment-superset ## 安装环境并完成主任务（样本年） · set everything up, then do the main job on the sample year
	@.venv/bin/grassroots run

serve: environment environment-superset ## 打开 Airflow 与 Superset 页面，Ctrl-C 全部停止 · open Airflow's page and the dashboards; Ctrl-C stops all
	@.venv/bin/grassroots serve

test: environment-dev environment-superset ## 安装环境并跑全部测试 · set everything up, then pass the tests
	@$(PYTHON) -m pytest --numprocesses=auto --maxprocesses=4 --no-loadscope-reorder

bench: environment-dev ## 速度与内存，写 build/bench.json · speed and memory, writes build/bench.json
	@$(PYTHON) -m benchmarks

check: environment-dev ## 只查代码：ruff、mypy、引用方向、布局 · code only: ruff, mypy, import direction, layout
	@$(PYTHON) -m pytest tests/house

lock: ## 重新编译 requirements/*.txt · compile the locked requirement files again
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group pipeline pyproject.toml -o requirements/pipeline.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group pipeline --group dev -c requirements/pipeline.txt pyproject.toml -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group superset pyproject.toml -o requirements/superset.txt

clean: ## 停止服务，删除环境与生成物（不动 var/ 数据） · stop services, remove environments and build output (never the data in var/)
	@if [ -x .venv/bin/grassroots ]; then .venv/bin/grassroots stop || true; fi
	rm -rf .venv .venv-superset .venv-tools build dbt/target dbt/logs

environment:
	@.ci/environment .venv requirements/pipeline.txt requirements/dev.txt

environment-dev:
	@.ci/environment .venv requirements/dev.txt

environment-superset:
	@.ci/environment .venv-superset requirements/superset.txt

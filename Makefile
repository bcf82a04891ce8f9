# The front door. Every target brings the tools it needs first (at once when they are there) and may be run as often as you like.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

ENV := eval "$$(tools/env.sh)";
# city=1 turns up, down, status, reset and logs to the demonstration city, which has parts and data of its own.
CITY := export GUIDANG_RUN="$(CURDIR)/.local/city" GUIDANG_IDP=keycloak;
LOCAL := $(ENV) $(if $(city),$(CITY)) node infra/local/src/main.ts

.PHONY: help demo demo-city test up down status reset logs lint typecheck bench referees tools generate

help: ## 目标一览 / this list
	@echo '归档 Guidang — make <target>'
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do printf '  %-10s %s\n' "$$name" "$$text"; done

demo: tools ## 演示:办件从接收到审计的全过程 / watch cases become archives, and an auditor judge them
	@$(LOCAL) up && node e2e/src/demo.ts

demo-city: tools ## 演示城市:24 个部门、491 个事项、一年的办件(cases=5000)/ a city with a year behind it, with a real Keycloak
	@$(ENV) $(CITY) node infra/local/src/main.ts up && node e2e/src/city.ts $(if $(cases),--cases $(cases))

test: tools ## 全部测试:单元、集成、端到端 / all tests: unit, on the real parts, end to end
	@$(ENV) tools/test.sh

up: tools ## 启动并修复本机全部部件 / start the real parts on this machine, repair what died
	@$(LOCAL) up && { node infra/local/src/main.ts status || true; }

down: tools ## 停止全部部件,保留数据 / stop everything; data stays
	@$(LOCAL) down

status: tools ## 各部件状态 / what runs, on which port, since when
	@$(LOCAL) status || true

reset: tools ## 清除全部数据(先询问)/ throw all data away, after asking (yes=1 skips the question)
	@$(LOCAL) reset $(if $(yes),--yes)

logs: tools ## 查看日志:make logs part=kafka / a part's log
	@$(LOCAL) logs $(part) $(if $(follow),-f)

lint: generate ## 格式、分层、无用代码、类型 / style, fences, dead code, types
	@$(ENV) pnpm run lint

typecheck: generate ## 类型检查 / types alone
	@$(ENV) pnpm run typecheck

bench: tools ## 性能：与裸写对比，另作百万份残损输入、十万处篡改（quick=1 略去后两项）/ how fast, beside the bare floor; then 1,000,000 broken inputs and 100,000 forgeries (quick=1 leaves these out)
	@$(LOCAL) up --services && node bench/src/main.ts && node bench/src/links.ts
	@$(if $(quick),true,$(ENV) node bench/src/fuzz-evidence.ts --inputs 1000000 && node packages/auditor/test/mutants/write-table.ts --mutants 100000)

referees: tools ## 由第三方工具核验产出 / what others wrote judges what we wrote
	@$(LOCAL) up --services && node tools/referees.ts

generate: tools
	@$(LOCAL) generate

tools:
	@tools/bootstrap.sh

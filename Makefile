# Two commands: `make run` and `make test`. Each installs what is missing and says what it does.

.PHONY: help run test dev bench lint

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 14

run: ## Build Gatepost and serve it on http://localhost:3000
	@scripts/run.sh

test: ## Check everything: format, lints, unit, integration, page weight, end to end
	@scripts/test.sh

dev: ## Serve a debug build, rebuilt at every saved change
	@scripts/dev.sh

bench: ## Measure throughput, latency, memory and start-up
	@scripts/bench.sh

lint: ## Check format and lints alone
	@scripts/lint.sh

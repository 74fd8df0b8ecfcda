# Two commands matter: `make run` and `make test`. Both need only Python >= 3.11, make and the package registries.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=
NAME ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench soak schema lock vendor clean help

help:
	@echo "make run    启动一趟 start Onetrip            make test   全部检查和测试 all checks and tests"
	@echo "make check  格式、类型、楼层 lint, types, floors   make bench  测速 benchmarks (NAME=lobby …)"
	@echo "make soak   长时间的破坏性测试 long tests        make lock   更新锁文件 renew the lock files"

# What running needs, exactly as locked.
$(VENV)/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps -e .
	@touch $@

# What testing needs on top.
$(VENV)/.test: $(VENV)/.run requirements-test.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

run: $(VENV)/.run
	@exec $(BIN)/onetrip run $(ARGS)

test: $(VENV)/.test check
	@scripts/install-chromium
	@scripts/install-java
	$(BIN)/python -m pytest -n 2 -m "not soak" --randomly-seed=1 $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find src -name '*.html' -not -path '*/vendor/*' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/lint-imports
	$(BIN)/python -m mypy
	$(BIN)/python scripts/vendor.py --check
	$(BIN)/onetrip catalogue check

soak: $(VENV)/.test
	$(BIN)/python -m pytest -n 0 -rP -m soak $(ARGS)
	$(BIN)/python -m pytest -n 2 -m "hypothesis and not soak" --hypothesis-profile=exploring $(ARGS)

# Peers to measure beside ours. Where they do not install, the benchmarks show their earlier figures and say so.
$(VENV)/.peers: $(VENV)/.test requirements-peers.lock
	-$(BIN)/pip install --quiet --require-hashes -r requirements-peers.lock
	@touch $@

# Prints a table for each group and writes build/bench/<group>.json; fails while a figure misses its reach.
bench: $(VENV)/.peers
	@$(BIN)/python -m benchmarks $(NAME)

# The tables as the migrations make them, for databases that have none (src/onetrip/web/schema).
schema: $(VENV)/.run
	$(BIN)/python scripts/schema.py

# The registry's own order decides versions; hashes make the result the same everywhere.
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --universal pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --universal --extra test pyproject.toml -c requirements.lock -o requirements-test.lock
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --universal --extra peers pyproject.toml -c requirements-test.lock -o requirements-peers.lock

vendor:
	$(BIN)/python scripts/vendor.py

clean:
	rm -rf $(VENV) build var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The commands a person needs. Every one does its own set-up first (scripts/setup) and none does it twice.
.PHONY: demo test test-faults check format bench bench-intake bench-cluster pictures setup clean

SAMPLES ?= ../shared/samples
# Three on two processors: much of what tests do is waiting, for servers, kills and limits of time.
PYTEST_JOBS ?= 3
KILLS ?= 200
FAULTS ?= 300
DOCUMENTS ?= 500

setup:
	@scripts/setup run

demo:
	@scripts/setup run
	@.venv/bin/python -m bench.demo demo
	@status=0; .venv/bin/digitize run demo --warehouse kho || status=$$?; \
	case $$status in 0|2|20) ;; *) exit $$status ;; esac

test:
	@scripts/setup test
	@.venv/bin/python -m pytest -n $(PYTEST_JOBS) --dist loadfile --no-loadscope-reorder

test-faults:
	@scripts/setup test
	@.venv/bin/python -m pytest tests/faults --kills $(KILLS) --faults $(FAULTS) --documents $(DOCUMENTS) -s

check:
	@scripts/setup test
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy

format:
	@scripts/setup test
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench:
	@scripts/setup bench
	@.venv/bin/python -m bench --samples $(SAMPLES)

bench-intake:
	@scripts/setup bench
	@.venv/bin/python -m bench.intake

bench-cluster:
	@scripts/setup test
	@.venv/bin/python -m bench.cluster

pictures:
	@scripts/setup test
	@.venv/bin/python -m bench.pictures docs/pictures --named-in README.md README.vi.md docs docs/huong-dan

clean:
	rm -rf .venv demo kho .pytest_cache .mypy_cache .ruff_cache

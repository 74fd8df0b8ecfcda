"""`python -m benchmarks [group]`: run one group of measurements, or all; exit code 1 while a figure misses its reach."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

NOT_A_GROUP = {"__init__", "__main__", "peers", "report"}


def groups() -> list[str]:
    """The groups there are: one file each, or a folder with a `__main__` of its own."""
    here = Path(__file__).parent
    files = {path.stem for path in here.glob("*.py")} - NOT_A_GROUP
    return sorted(files | set(_folders()))


def _folders() -> list[str]:
    return [path.parent.name for path in Path(__file__).parent.glob("*/__main__.py")]


def module(name: str) -> str:
    """Where the `main` of a group stands."""
    return f"benchmarks.{name}.__main__" if name in _folders() else f"benchmarks.{name}"


def main(words: list[str]) -> int:
    """Run the named groups, or all of them."""
    wanted = words or groups()
    if unknown := [name for name in wanted if name not in groups()]:
        print(f"no such group: {', '.join(unknown)}; there are: {', '.join(groups())}", file=sys.stderr)
        return 2
    results = [importlib.import_module(module(name)).main() for name in wanted]
    return max(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m benchmarks [group]`: run one group of measurements, or all; exit code 1 while a figure misses its reach."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

NOT_A_GROUP = {"__init__", "__main__", "planning_papers", "report"}


def groups() -> list[str]:
    """The groups there are: one file each."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_A_GROUP)


def main(words: list[str]) -> int:
    """Run the named groups, or all of them."""
    wanted = words or groups()
    if unknown := [name for name in wanted if name not in groups()]:
        print(f"no such group: {', '.join(unknown)}; there are: {', '.join(groups())}", file=sys.stderr)
        return 2
    results = [importlib.import_module(f"benchmarks.{name}").main() for name in wanted]
    return max(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

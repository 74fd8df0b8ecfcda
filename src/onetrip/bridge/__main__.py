"""The devices of one kiosk or window, spoken to in their own protocols. Started as `onetrip-bridge`."""

from __future__ import annotations

import sys


def main() -> int:
    """Not written yet in this commit."""
    return 1


if __name__ == "__main__":
    sys.exit(main())

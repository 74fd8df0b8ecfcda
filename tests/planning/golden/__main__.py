"""`python -m tests.planning.golden`: write the digests anew, once ENGINE names the change; `--force` before it does."""

from __future__ import annotations

import json
import sys

from tests.planning.golden.digests import FILE, changed, kept, written


def main() -> int:
    """Write the file, unless plans changed and the engine is still called the same."""
    now = written()
    if changed() and now["engine"] == kept()["engine"] and "--force" not in sys.argv:
        sys.stderr.write(
            "The plans have changed and ENGINE has not. Give onetrip.planning.plan.ENGINE a new version.\n"
        )
        return 1
    FILE.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


sys.exit(main())

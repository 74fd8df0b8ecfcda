"""Write src/onetrip/web/schema/tables.sql from an empty database that is migrated step by step (`make schema`).

With a path, there instead.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from unittest import mock


def main(written: Path | None = None) -> int:
    """Migrate, dump, write."""
    from onetrip.cli import house
    from onetrip.web import schema
    from onetrip.web.schema.telling import told

    with tempfile.TemporaryDirectory(prefix="onetrip-schema-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root the database belongs to another user
        house.prepare(folder)
        with house.database(folder):
            house.open_house()
            with mock.patch.object(schema, "lay_down"):
                house.migrate()
            (written or schema.FILE).write_text(told(os.environ["DATABASE_URL"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))

"""Every foreign key has an index that a look from the other side can use: PostgreSQL itself is asked."""

from __future__ import annotations

import pytest
from django.db import connection

_WITHOUT = """
SELECT c.conrelid::regclass::text, a.attname
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
  AND NOT EXISTS (
    SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL
  )
ORDER BY 1, 2
"""


@pytest.mark.django_db
def test_no_foreign_key_is_without_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f'")
        (known,) = cursor.fetchone()
        cursor.execute(_WITHOUT)
        assert cursor.fetchall() == []
    assert known > 100  # and there are some to ask about

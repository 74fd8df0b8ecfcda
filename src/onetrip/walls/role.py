"""The role of the database that pages and tasks act as: it owns nothing, and no policy lets it pass by."""

# ruff: noqa: S608 -- the SQL is composed of our own names

from __future__ import annotations

import re

ROLE = "onetrip_app"

# Roles belong to the server: another database of it, or another process at this moment, may have made it.
MAKE_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}') THEN
    CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT NOBYPASSRLS;
  END IF;
  -- The morning round asks how full the disk is on which the data lie, the operator's page what every connection does.
  IF NOT pg_has_role('{ROLE}', 'pg_read_all_settings', 'USAGE') OR NOT pg_has_role('{ROLE}', 'pg_read_all_stats', 'USAGE') THEN
    ALTER ROLE {ROLE} INHERIT;
    GRANT pg_read_all_settings, pg_read_all_stats TO {ROLE};
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
"""


def as_role(url: str) -> str:
    """The URL of the same database for the role itself, for a server that asks for no password (that of the wheel)."""
    return re.sub(r"^(postgres(?:ql)?://)(?:[^@/]*@)?", rf"\g<1>{ROLE}@", url)

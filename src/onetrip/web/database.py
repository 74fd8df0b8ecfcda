"""Where the database is: DATABASE_URL when set, else the embedded PostgreSQL under the data folder."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

NOT_FOR_LIBPQ = ("server_side_binding", "prepare_threshold")
"""Options that are for Django, and that no connection string may hold."""


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a libpq URL such as postgresql://user:password@host:5432/name or one with a socket folder."""
    parts = dict(conninfo_to_dict(url))
    named = {
        "NAME": parts.pop("dbname", "onetrip"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
    }
    named |= {"HOST": parts.pop("host", ""), "PORT": parts.pop("port", "")}
    return {
        "ENGINE": "onetrip.web.postgresql",
        **{key: str(value) for key, value in named.items()},
        "CONN_MAX_AGE": None,  # a worker keeps its connection; health checks notice a server that went away
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "onetrip",
            "connect_timeout": 3,
            # A statement written by hand that is seen three times on a connection is prepared there (not what the ORM
            # reads: onetrip.web.postgresql). A PgBouncer in between has to be 1.21 or later, with max_prepared_statements.
            "server_side_binding": True,
            "prepare_threshold": 3,
            **parts,
        },
        "TEST": {"TEMPLATE": "template0"},
    }

"""Where the database is: DATABASE_URL when set, else the embedded PostgreSQL under the data folder."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict


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
        "OPTIONS": {"application_name": "onetrip", "connect_timeout": 3, **parts},
        "TEST": {"TEMPLATE": "template0"},
    }

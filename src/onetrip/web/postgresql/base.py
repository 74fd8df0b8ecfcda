"""Django's PostgreSQL backend, which asks the line itself whether the server is still there.

Django's own health check sends `SELECT 1` before the first statement of every request: one statement in five of a
window's requests. A server that went away, or that ended this session, has closed its end of the socket, and that can
be seen without asking anybody.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is usable while nothing has arrived on it that nobody asked for."""

    def is_usable(self) -> bool:
        """Whether the line is open and silent; whatever else it is, a new one is safer."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not poll.poll(0)

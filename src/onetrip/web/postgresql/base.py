"""Django's PostgreSQL backend, which asks the line itself whether the server is still there, and tells the server before
each statement whose rows it may show.

Django's own health check sends `SELECT 1` before the first statement of every request: one statement in five of a
window's requests. A server that went away, or that ended this session, has closed its end of the socket, and that can
be seen without asking anybody.

The second wall (docs/walls.md): every connection acts as a role that owns nothing. What the database was last told is
remembered beside the connection and compared with the scope of the thread before every statement; where they differ, and
after everything that may have taken it back (a new connection, a rollback), it is told anew first. So what a connection
was told for an earlier request cannot count for a later one, whoever forgets whatever.

What the ORM reads is planned for the values it has now. A prepared statement is planned for any value after a few times;
with places for its states it cannot use an index of the few open rows among millions ("state = 'waiting'"), and the window's
page of ten years took four seconds instead of twenty milliseconds, only from the tenth reading on. Statements written by
hand hold their states in so many words, and are prepared: planning is a third of what the server spends on a visit.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from contextvars import Token
from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base, operations, schema
from psycopg.pq import TransactionStatus

from onetrip.walls.role import ROLE
from onetrip.walls.scope import Scope, as_owner, begin, current, end

_AS_WHOM = "SELECT set_config('role', %s, false), set_config('onetrip.centres', %s, false), set_config('onetrip.departments', %s, false)"
_WHOSE = "SELECT set_config('onetrip.centres', %s, false), set_config('onetrip.departments', %s, false)"


class Cursor(base.ServerBindingCursor):  # type: ignore[name-defined,misc]  # the stubs know it not
    """A cursor that never prepares what the ORM reads; the names of tables that it writes stand in quotation marks."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Any:
        if prepare is None and isinstance(query, str) and query.startswith("SELECT ") and ' FROM "' in query:
            prepare = False
        return super().execute(query, params, prepare=prepare, binary=binary)


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Tables are changed by their owner."""

    def __enter__(self) -> Any:
        self._before: Token[Scope | None] = begin(Scope("*", owner=True, reason="tables are changed"))
        return super().__enter__()

    def __exit__(self, *raised: Any) -> None:
        try:
            super().__exit__(*raised)
        finally:
            end(self._before)


class Operations(operations.DatabaseOperations):
    """Tables are emptied by their owner."""

    def execute_sql_flush(self, sql_list: Any) -> None:
        with as_owner("tables are emptied"):
            super().execute_sql_flush(sql_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is usable while nothing has arrived on it that nobody asked for, and shows what the scope says."""

    SchemaEditorClass = SchemaEditor
    ops_class = Operations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: Scope | None = None
        if self.alias != NO_DB_ALIAS:
            self.execute_wrappers.append(self._under_scope)

    def is_usable(self) -> bool:
        """Whether the line is open and silent; whatever else it is, a new one is safer."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not poll.poll(0)

    def get_new_connection(self, conn_params: Any) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def _rollback(self) -> None:
        self._told = None
        super()._rollback()  # type: ignore[misc]  # Django's own, of which the stubs know nothing

    def _savepoint_rollback(self, sid: str) -> None:
        self._told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # as above

    def _commit(self) -> None:
        told, self._told = self._told, None  # a commit that fails is a rollback
        super()._commit()  # type: ignore[misc]  # as above
        self._told = told

    def _under_scope(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
        scope = current()
        if self._told is not scope and self._told != scope and not (scope.indifferent and self._told is not None):
            self._tell(scope)
        return execute(sql, params, many, context)

    def _tell(self, scope: Scope) -> None:
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # nothing can be told, and nothing be shown, before the rollback
        whose = [scope.centres, scope.departments]
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            if self._told is None or self._told.owner != scope.owner:
                cursor.execute(_AS_WHOM, ["none" if scope.owner else ROLE, *whose])
            else:
                cursor.execute(_WHOSE, whose)
        self._told = scope

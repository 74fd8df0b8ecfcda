"""A mistake of ours on the line: kept under a number that a person can name, in words, and without a word of what stood in
the rows. PostgreSQL's own sentences quote them whole, with the names and words of residents."""

from __future__ import annotations

import logging
import secrets
import traceback

from django.db import Error, InterfaceError, OperationalError

from onetrip.ledger.refusals import Refused

AWAY = (OperationalError, InterfaceError)
"""The database cannot be reached for a moment: no mistake, everything is still in it."""

log = logging.getLogger(__name__)


def note(mistake: Exception) -> Refused:
    """Log what nobody expected; gives what is to be said of it."""
    number = secrets.token_hex(4)
    where = "".join(traceback.format_tb(mistake.__traceback__))
    log.error("mistake %s on the line: %s\n%s", number, in_short(mistake), where)
    return Refused(
        "mistake",
        f"收发时出了没料到的错（编号 {number}）。什么都没有丢，过一会儿自动再试；一直这样的话，请运维按编号查日志。",
        f"Something unexpected went wrong on the line (no. {number}). Nothing is lost and it is tried again by itself; if "
        "this stays, an operator has to look the number up in the log.",
        status=500,
    )


def in_short(mistake: BaseException) -> str:
    """The kind of a mistake; of one of the database also which constraint, table and column, and no values."""
    words = [type(mistake).__name__]
    diag = getattr(mistake.__cause__, "diag", None) if isinstance(mistake, Error) else None
    for name in ("sqlstate", "constraint_name", "table_name", "column_name"):
        if found := getattr(diag, name, None):
            words.append(f"{name}={found}")
    return " ".join(words)

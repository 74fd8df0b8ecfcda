"""`onetrip keys`: the keys of what is encrypted, and a new one while the house runs."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

import psycopg

from onetrip.cli.operate import ACTOR, _now, _say

if TYPE_CHECKING:
    from onetrip.people.rotating import Left
    from onetrip.storage.backings.base import Away


def show(_arguments: Namespace) -> int:
    """Which keys there are, never what they are; 1 while something is written with another than the current one, or a key
    is missing."""
    from onetrip.people import keyring, rotating
    from onetrip.storage.backings.base import Away

    try:
        ring = keyring.ring()
    except keyring.RingBroken as why:
        print(why, file=sys.stderr)
        return 1
    for key in ring.keys.values():
        print(f"{key.number}  {key.cipher.name}  {'现用 in use' if key is ring.current else ''}".rstrip())
    lacking = rotating.missing_key()
    if lacking is not None:
        print(missing_words(lacking), file=sys.stderr)
        return 1
    try:
        left = _left()
    except Away as away:
        return _store_is_away(away)
    for one in left:
        print(f"{one.table}: {one.values}")
    _say(
        "全部是现用的密钥写的。" if not left else "上面这些还是以前的密钥写的，接着换：onetrip keys rotate --resume。",
        "Everything is written with the key in use."
        if not left
        else "These are still written with an earlier key; go on with: onetrip keys rotate --resume.",
    )
    return 1 if left else 0


def rotate(arguments: Namespace) -> int:
    """A new key, and everything written anew with it; with `--resume` only what is left of the last time."""
    from onetrip.nodes.queries import here
    from onetrip.people import ciphers, keyring, rotating
    from onetrip.storage import rotating as stored
    from onetrip.storage.backings.base import Away

    if here() is not None:
        _say(
            "有中心节点的还不能换：节点读不懂新密钥写的。",
            "Not with centre nodes: they could not read what the new key writes.",
            file=sys.stderr,
        )
        return 1
    try:
        lacking = rotating.missing_key()
        if lacking is not None:
            print(missing_words(lacking), file=sys.stderr)
            return 1
        if not arguments.resume:
            number = rotating.new_key(
                cipher=arguments.cipher or keyring.ring().current.cipher.name, by=ACTOR, now=_now()
            )
            _say(
                f"第 {number} 把密钥在用了。请马上备份 keys.ring。",
                f"Key {number} is in use. Keep a copy of keys.ring now.",
            )
    except (ciphers.CipherMissing, keyring.RingBroken) as why:
        print(why, file=sys.stderr)
        return 1
    done = sum(rows for _, rows in rotating.rewrite(batch=arguments.batch))
    try:
        files = sum(1 for _ in stored.rewrite())
        left = sum(one.values for one in _left())
    except Away as away:
        return _store_is_away(away)
    _say(
        f"重写了 {done} 行、{files} 个文件，还剩 {left} 处。以前的密钥要留着：备份要用。",
        f"{done} rows and {files} files are written anew, {left} values are left. Keep the earlier keys: backups need them.",
    )
    return 1 if left else 0


def why_not_to_open() -> str | None:
    """In words, why the house may not be opened with these keys; None when it may. Asked before anything is imported that
    needs the house's settings to be whole, of the database in DATABASE_URL."""
    from onetrip.people import keyring

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT to_regclass('ledger_event')").fetchone()
        used = connection.execute(_USED).fetchone() if found and found[0] else None
    try:
        known = keyring.ring().keys
    except keyring.RingBroken as why:
        return str(why)
    return None if used is None or used[0] in known else missing_words(used[0])


_USED = "SELECT (data->>'number')::int FROM ledger_event WHERE thing = 'key' AND verb = 'use' ORDER BY id DESC LIMIT 1"


def missing_words(number: int) -> str:
    """That the key which this database was written with is not here, and what to do."""
    return (
        f"缺第 {number} 把密钥：这个数据库是用它写的，没有它认不出已有的居民。请把 keys.ring 放回来，和 keys.env 一起。\n"
        f"Key {number} is missing: this database was written with it, and without it residents that are known are not found. "
        "Put keys.ring back, beside keys.env."
    )


def _left() -> list[Left]:
    from onetrip.people import rotating
    from onetrip.storage import rotating as stored

    return rotating.left() + stored.left()


def _store_is_away(away: Away) -> int:
    """Say that the store of files does not answer, and how it goes on; 1."""
    print(away.text.zh, away.text.en, sep="\n", file=sys.stderr)
    _say(
        "还没有换完。等它好了接着换：onetrip keys rotate --resume。",
        "Not everything is written anew. Once it is back, go on with: onetrip keys rotate --resume.",
        file=sys.stderr,
    )
    return 1

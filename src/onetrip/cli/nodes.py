"""`onetrip run --node centre`, and `onetrip nodes`: the city and its centres with databases of their own (docs/nodes.md)."""

from __future__ import annotations

import os
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from onetrip.cli import house
from onetrip.cli.operate import ACTOR, _now, _say
from onetrip.walls.scope import everywhere

if TYPE_CHECKING:
    from onetrip.nodes.signing import Key

KEY_FILE = "node.key"
FIRST_WAIT = 60.0
"""Seconds that a start of a node waits at most for what the city has to tell it, once it has its past."""


class NotANode(RuntimeError):
    """This house cannot be the node that it is asked to be; the reason in words."""


def key_of_this_node(arguments: Namespace, folder: Path) -> Key | None:
    """The key of the centre node that this house is to be, or is already; None for a city or a house that stands alone.

    Puts into the environment what the settings need. Raises NotANode.
    """
    was = _was()
    if arguments.node != "centre":
        if was != "centre":
            return None
        if arguments.centre or arguments.city:
            raise NotANode("请写全 --node centre。 Please add --node centre.")
    from onetrip.nodes.signing import read_key

    given = os.environ.get("ONETRIP_NODE_KEY") or _read(folder / KEY_FILE)
    try:
        key = read_key(given)
    except ValueError:
        raise NotANode(
            f"没有节点密钥。请在市里 onetrip nodes add 中心代码，把印出的那一行存到 {folder / KEY_FILE}。 There is no node "
            f"key. Run onetrip nodes add CENTRE at the city and put the line it prints into {folder / KEY_FILE}."
        ) from None
    if arguments.centre and arguments.centre != key.centre:
        raise NotANode(
            f"密钥是 {key.centre} 的，不是 {arguments.centre} 的。 The key is that of {key.centre}, not of {arguments.centre}."
        )
    if was == "" and not arguments.city:
        raise NotANode("第一次启动要说市里的地址：--city https://…。 A first start needs the city: --city https://…")
    os.environ |= {"ONETRIP_NODE": "centre", "ONETRIP_NODE_KEY": str(key), "ONETRIP_CENTRE": key.centre}
    return key


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace") if path.exists() else ""


def _was() -> str:
    """What the database says it is; "" for nothing yet."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('nodes_here')").fetchone() == (None,):
            return ""
        found = connection.execute("SELECT role FROM nodes_here").fetchone()
        return str(found[0]) if found else ""


def what_is_to_prepare(arguments: Namespace, key: Key, stopping: threading.Event) -> Callable[[], None]:
    """Prepares the tables, makes the database the node, and lets it hear from the city what it has never heard."""

    def prepare() -> None:
        house.open_house()
        from onetrip.ledger.refusals import Refused
        from onetrip.nodes import actions
        from onetrip.nodes.models import Line

        house.migrate()
        house.collect_static()
        city = arguments.city or str(Line.objects.values_list("city", flat=True).first() or "")
        with everywhere("a node hears the past of its centre"):
            try:
                actions.join(city=city, key=key, now=_now())
            except Refused as refused:
                raise NotANode(f"{refused.text.zh} {refused.text.en}") from refused
            _listen_first(key, stopping)

    return prepare


def _listen_first(key: Key, stopping: threading.Event) -> None:
    """Hear what the city has to say, so that the first page is a page of this centre.

    Without its whole past a node would give numbers twice, so that it does not open before; later starts wait for no more
    than a minute, and for no line. Raises NotANode.
    """
    from onetrip.ledger.refusals import Refused
    from onetrip.nodes import exchanging
    from onetrip.nodes.calling import LineDown
    from onetrip.nodes.queries import has_its_past

    until, pause = time.monotonic() + FIRST_WAIT, exchanging.LEAST_PAUSE
    while not has_its_past() or time.monotonic() < until:
        if stopping.is_set():
            raise NotANode("没有收全就停下了，下次接着收。 Stopped before all was heard; the next start goes on.")
        try:
            went = exchanging.exchange(key, now=_now())
        except LineDown as down:
            if has_its_past():
                _warn(
                    "市里连不上，先开门，连上了自动补传。", f"The city is not reached; opening all the same ({down})."
                )
                return
            _warn(
                "本中心的数据还没有收全，接着等市里。",
                f"The centre's data is not complete; trying the city again ({down}).",
            )
            stopping.wait(pause)
            pause = min(2 * pause, exchanging.LONGEST_PAUSE)
        except Refused as refused:
            if not has_its_past() or refused.code == exchanging.PUT_BACK:
                raise NotANode(f"{refused.text.zh} {refused.text.en}") from refused
            exchanging.note_up(now=_now(), trouble=refused)
            _warn(refused.text.zh, refused.text.en)
            return
        else:
            if not went.more and has_its_past():
                break
            if not went.more:
                stopping.wait(1)  # somebody at the city has not finished what comes before it
    exchanging.note_up(now=_now())


def _warn(zh: str, en: str) -> None:
    print(f"{zh} {en}", file=sys.stderr, flush=True)


@contextmanager
def keeping(key: Key | None) -> Iterator[None]:
    """While the house runs: the line to the city, or at the city the care of what was delivered."""
    house.open_house()
    from onetrip.nodes.keeping import keeping_in_touch
    from onetrip.nodes.queries import here

    with keeping_in_touch(key) if key or here() else nullcontext():
        yield


def add(arguments: Namespace) -> int:
    """Give a centre a node of its own; prints its key, once."""
    from django.conf import settings

    from onetrip.nodes import actions

    _print_key(actions.add_node(centre=arguments.centre, now=_now(), by=ACTOR), "加好了", "The node is added")
    if arguments.centre == settings.DEFAULT_CENTRE:
        _say(
            f"注意：市里的网站现在以 {arguments.centre} 的名义给居民开单，从此开不了。请把 ONETRIP_CENTRE 设成没有节点的中心，再重启市里。",
            f"Note: the city's public pages act as {arguments.centre} and can no longer issue slips in its name. Set "
            "ONETRIP_CENTRE to a centre without a node and start the city again.",
        )
    return 0


def rotate(arguments: Namespace) -> int:
    """A new key for a node; the old one ends when the new one is used."""
    from onetrip.nodes import actions

    key = actions.rotate_key(centre=arguments.centre, now=_now(), by=ACTOR)
    _print_key(key, "换好了，旧密钥在新的用上以后自动停用", "The key is new; the old one ends when this is used")
    return 0


def renew(arguments: Namespace) -> int:
    """The node of a centre begins anew in an empty folder; prints its new key, once."""
    from onetrip.nodes import actions

    _print_key(actions.renew_node(centre=arguments.centre, now=_now(), by=ACTOR), "可以重新加入了", "It can join again")
    return 0


def restored(_arguments: Namespace) -> int:
    """After the city's database was put back to an earlier day: say again what its nodes may not have heard."""
    from onetrip.nodes import actions

    again = actions.go_on_restored(now=_now(), by=ACTOR)
    _say(f"好了，{again} 条重新发给各节点。", f"Done; {again} messages are sent to the nodes again.")
    return 0


def revoke(arguments: Namespace) -> int:
    """Take no call of a node any more."""
    from onetrip.nodes import actions

    ended = actions.revoke_keys(centre=arguments.centre, now=_now(), by=ACTOR)
    _say(f"停用了 {ended} 把密钥。", f"{ended} keys are revoked.")
    return 0


def show(_arguments: Namespace) -> int:
    """Print the nodes, or the line; exit code 1 while something is in trouble."""
    from onetrip.nodes import queries

    line, found = queries.line(now=_now()), queries.nodes(now=_now())
    if line is not None:
        up = "通 up" if line.is_up else "断 down"
        print(f"{line.line.city}  {up} {line.since:%F %R}Z  {line.waiting.messages} waiting  {line.line.trouble or ''}")
        return 0 if line.is_up and line.line.trouble is None else 1
    for one in found:
        state = "停收 stopped" if one.node.trouble else "没有来讯 not reached" if one.is_silent else "通 up"
        print(
            f"{one.node.pk}  {state}  {one.waits_there} waiting there, {one.waiting.messages} here  {one.node.trouble or ''}"
        )
    _say(f"{len(found)} 个节点。", f"{len(found)} nodes.")
    return 1 if any(one.node.trouble or one.is_silent for one in found) else 0


def _print_key(key: Key, zh: str, en: str) -> None:
    print(key)
    _say(
        f"{zh}。上面这一行只显示这一次：存到中心数据文件夹的 {KEY_FILE}，再把市里 keys.env 的 ONETRIP_IDENTITY_KEY 抄到中心的 keys.env，有 keys.ring 的连它一起。",
        f"{en}. The line above is shown this once: put it into {KEY_FILE} of the centre's data folder, and copy "
        "ONETRIP_IDENTITY_KEY from the city's keys.env to the centre's (and keys.ring, where there is one).",
    )

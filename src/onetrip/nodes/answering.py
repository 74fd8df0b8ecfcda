"""At the city: what a signed call of a centre node is answered."""

from __future__ import annotations

import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from onetrip.ledger.refusals import Malformed, Refused
from onetrip.nodes import aliases, clashes, inbox, outbox, signing, slips
from onetrip.nodes.models import Call, Node, NodeKey
from onetrip.nodes.outbox import Batch, Message
from onetrip.nodes.signing import Key
from onetrip.nodes.tables import ALL, by_name
from onetrip.people.crypto import index_hashes

MOST_UNPACKED = 64_000_000
"""Bytes of a call's body once it is unpacked."""
GIVEN_UP_AFTER = timedelta(days=90)
"""So long the city keeps for a silent node what it tells every node."""
REMEMBERED = 2000
"""Calls below the highest one by more than this are refused without looking whether they were answered."""


@dataclass(frozen=True)
class Heard:
    """A call as it arrived: its headers, and the body that was signed."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def who_calls(heard: Heard, *, now: datetime) -> Key:
    """The key that signed this call. Raises Refused (400, 401, 409): unsigned, unknown, wrong, revoked, clock too far."""
    named, signature = heard.headers.get("X-Onetrip-Node", ""), heard.headers.get("X-Onetrip-Signature", "")
    centre, _, number = named.partition(".")
    at, call = signing.read_moment(heard.headers.get("X-Onetrip-Time", "")), heard.headers.get("X-Onetrip-Call", "")
    if not (number.isascii() and number.isdigit() and call.isascii() and call.isdigit() and signature and at):
        raise Refused(
            "call-unsigned", "这个地址只供中心节点使用。", "This address is for centre nodes only.", status=400
        )
    known = NodeKey.objects.select_related("node").filter(node_id=centre, number=int(number[:4])).first()
    if known is None or known.revoked_at is not None:
        raise _wrong_signature()
    key = Key(centre, known.node.number, known.number, str(known.secret))
    right = signing.sign_call(key, method=heard.method, path=heard.path, call=int(call), at=at, body=heard.body)
    if not signing.same(signature, right):
        raise _wrong_signature()
    if signing.too_far(at, now):
        raise Refused(
            "clocks-apart",
            f"两边的钟差得太多：中心 {at:%H:%M:%S}，市里 {now:%H:%M:%S}（UTC）。请先把钟对准，没发出的都留着。",
            f"The clocks are too far apart: centre {at:%H:%M:%S}, city {now:%H:%M:%S} (UTC). Please set them right; "
            "everything waits meanwhile.",
        )
    return key


def _wrong_signature() -> Refused:
    return Refused(
        "call-signature",
        "签名对不上，或者这把密钥已经停用。请运维用新的密钥。",
        "The signature is wrong, or this key was revoked. An operator has to give the node a new key.",
        status=401,
    )


def count_call(key: Key, number: int, *, now: datetime) -> None:
    """Remember that this call is being answered. Raises Refused (409) for one that was answered before.

    Committed at once: a call that was refused halfway is not repeated, its sender numbers each attempt anew.
    """
    with transaction.atomic():
        node = Node.objects.select_for_update().get(pk=key.centre)
        fresh = number > node.calls - REMEMBERED
        try:
            with transaction.atomic():
                Call.objects.create(node=node, number=number, at=now)
        except IntegrityError:
            fresh = False
        if not fresh:
            raise CallRepeated(node.calls)
        node.calls, node.last_at = max(node.calls, number), now
        node.save(update_fields=["calls", "last_at"])
        if number % 500 == 0:
            Call.objects.filter(node=node, number__lt=node.calls - REMEMBERED).delete()
        NodeKey.objects.filter(node=node, number=key.number).update(used_at=now)
        # The new key is in use: the one before it has done its work.
        NodeKey.objects.filter(node=node, number__lt=key.number, revoked_at=None).update(revoked_at=now)


class CallRepeated(Refused):
    """A call whose number was answered already; `highest` is where its sender has to go on from."""

    def __init__(self, highest: int) -> None:
        super().__init__("call-repeated", "这个请求已经答过了。", "This call was answered before.")
        self.highest = highest


def unpack(body: bytes) -> dict[str, Any]:
    """The JSON object in a packed body. Raises Malformed."""
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(body, MOST_UNPACKED)
        if not unpacker.eof:
            raise ValueError("too long, or cut off")
        found = json.loads(plain)
    except (zlib.error, ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def pack(what: Mapping[str, Any]) -> bytes:
    """`what` as a body."""
    return zlib.compress(json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _unreadable() -> Malformed:
    return Malformed("call-unreadable", "内容读不懂，什么都没有收。", "This cannot be read; nothing was taken.")


def identity_mark() -> str:
    """What tells whether two houses have the same identity keys, without telling a key."""
    return " ".join(sorted(one.hex()[:32] for one in index_hashes("node", "the same identity key")))


def exchange(key: Key, said: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Take in what the node sends, and give what it has not heard. Raises Refused; then nothing was taken."""
    _same_identity_key(said)
    try:
        after, known = int(said["after"]), int(said["known"])
        messages = [Message.from_json(raw) for raw in said["messages"]]
        told = dict(said.get("told") or {})
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error
    node = Node.objects.get(pk=key.centre)
    if known > node.said:
        raise _city_put_back()
    settled = outbox.settle(node)
    with transaction.atomic():
        node = Node.objects.select_for_update().get(pk=key.centre)
        if messages and after <= node.heard:
            _take(node, messages, now)
        node.acknowledged, node.told = max(known, node.begins), told
        if messages:
            node.trouble = node.trouble_since = None
        node.save(update_fields=["heard", "acknowledged", "told", "trouble", "trouble_since"])
    if node.given_up_at is not None:
        keep_trouble(key, _begin_anew(key.centre), now=now)
        return {
            "heard": node.heard,
            "past": node.past,
            "down": _told_down(key.centre, Batch(known, known, ())),
            "more": False,
        }
    down = replace(outbox.batch(key.centre, after=node.acknowledged, settled=settled), after=known)
    if down.upto > node.said:  # before it goes out: what was heard was said, whatever happens to this database
        Node.objects.filter(pk=key.centre, said__lt=down.upto).update(said=down.upto)
    return {
        "heard": node.heard,
        "past": node.past,
        "down": _told_down(key.centre, down),
        "more": bool(down.messages),
    }


def _begin_anew(centre: str) -> Refused:
    return Refused(
        "begin-anew",
        f"这个节点太久没有来讯，这期间市里发给它的已经不留了。它发来的照收；等它“还没发来”的到了 0，请运维 onetrip nodes renew {centre}。",
        "This node was silent for so long that what the city had to tell it is no longer kept. What it says is taken; when "
        f"nothing waits there any more, an operator runs onetrip nodes renew {centre}.",
    )


def _city_put_back() -> Refused:
    return Refused(
        "city-put-back",
        "市里的数据库回到了以前的一天：中心听到过的，市里自己都没有了。两边先停传，什么都不丢。请运维在市里运行 onetrip nodes restored。",
        "The city's database was put back to an earlier day: this centre has heard what the city no longer has. Nothing "
        "crosses the line and nothing is lost until an operator runs onetrip nodes restored at the city.",
    )


def _take(node: Node, messages: list[Message], now: datetime) -> None:
    fresh = [message for message in messages if message.id > node.heard]
    if not fresh:
        return
    taken = inbox.take(fresh, peer=node.centre_id, now=now)
    clashes.look(peer=node.centre_id, keys=taken.keys, now=now)
    node.heard = fresh[-1].id


def keep_trouble(key: Key, refused: Refused, *, now: datetime) -> None:
    """Remember why a node's messages were not taken, for whoever has to do something about it."""
    node = Node.objects.get(pk=key.centre)
    Node.objects.filter(pk=key.centre).update(
        trouble={"code": refused.code, "zh": refused.text.zh, "en": refused.text.en},
        trouble_since=node.trouble_since or now,
    )


def _told_down(centre: str, batch: Batch) -> dict[str, Any]:
    tables = by_name()
    messages = [
        [m.id, m.table, m.deed, m.key, aliases.as_sent(centre, tables[m.table], m.row)]
        if m.table in tables
        else m.to_json()
        for m in batch.messages
    ]
    return {"after": batch.after, "upto": batch.upto, "messages": messages}


def _same_identity_key(said: Mapping[str, Any]) -> None:
    if not hmac.compare_digest(str(said.get("identity", "")), identity_mark()):
        raise Refused(
            "identity-keys-differ",
            "中心和市里的身份密钥不一样，互相读不懂。请把市里 keys.env 的 ONETRIP_IDENTITY_KEY（有 keys.ring 的连它一起）抄到中心，再启动。",
            "Centre and city have different identity keys and cannot read each other. Please copy ONETRIP_IDENTITY_KEY "
            "from the city's keys.env (and keys.ring, where there is one) to the centre's and start it again.",
        )


def send_slip(key: Key, said: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Put a slip that was issued elsewhere, with what belongs to it, into what is sent to this node.

    Gives {"found", "upto"}: the number of the message with which all of it will have arrived.
    """
    _same_identity_key(said)
    token, number = str(said.get("token", ""))[:40], str(said.get("number", ""))[:20]
    with transaction.atomic():
        upto = slips.hand_over(key.centre, token=token, number=number, now=now)
    return {"found": upto is not None, "upto": upto or 0}


def prune(*, before: datetime, now: datetime) -> int:
    """Forget what is older than `before` and has arrived where it had to. A node that was silent for GIVEN_UP_AFTER holds
    nothing up any more: it has to begin anew."""
    dead = Q(last_at__lt=now - GIVEN_UP_AFTER) | Q(last_at=None, added_at__lt=now - GIVEN_UP_AFTER)
    Node.objects.filter(dead, given_up_at=None).update(given_up_at=now)
    forgot, living = 0, []
    for node in Node.objects.all():
        forgot += outbox.prune(node.centre_id, arrived=node.acknowledged, before=before)
        if node.given_up_at is None:
            living.append(node.acknowledged)
    everything = outbox.last_given()  # that was for all of nobody
    return forgot + outbox.prune(ALL, arrived=min(living, default=everything), before=before)

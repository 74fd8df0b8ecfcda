"""What can be done to nodes and about conflicts."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.centres.models import Centre
from onetrip.kiosk.models import Errand
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.nodes import capture, deciding, outbox, signing, slips
from onetrip.nodes.calling import may_be_city
from onetrip.nodes.choices import choices_of
from onetrip.nodes.models import Alias, Conflict, Here, Holding, Line, Node, NodeKey
from onetrip.nodes.signing import Key
from onetrip.staff.actions import account_of_the_house


def add_node(*, centre: str, now: datetime, by: str) -> Key:
    """Give `centre` a database of its own; from now on the city no longer writes its rows. The key is shown once.

    This database becomes the city node with its first one. Raises Refused where it is a centre node itself, or where the
    centre has a node; NotFound for no such centre.
    """
    with transaction.atomic():
        here = Here.objects.select_for_update().first()
        if here is not None and here.role == Here.Role.CENTRE:
            raise _not_the_city()
        if not Centre.objects.filter(pk=centre).exists():
            raise NotFound(
                "centre-unknown", f"没有代码是 {centre} 的中心。", f"There is no centre with the code {centre}."
            )
        if Node.objects.filter(pk=centre).exists():
            raise Refused(
                "node-there",
                f"{centre} 已经有中心节点了。要换密钥，请用 onetrip nodes rotate {centre}。",
                f"{centre} has a node already. For a new key, use onetrip nodes rotate {centre}.",
            )
        if here is None:
            Here.objects.create(role=Here.Role.CITY, since=now)
        highest = Node.objects.order_by("-number").values_list("number", flat=True).first() or 0
        _refuse_while_papers_wait(centre)
        already = outbox.last_given()
        so_far = {"begins": already, "acknowledged": already, "said": already}
        node = Node.objects.create(centre_id=centre, number=highest + 1, added_at=now, **so_far)
        key = _new_key(node, 1, now=now, by=by)
        if here is None:
            capture.attach()  # with a further node nothing has to be attached again: the triggers ask who has one
        _record("add", centre, now, by)
        _copy_past(centre, now)
    return key


def _refuse_while_papers_wait(centre: str) -> None:
    """Pictures are files of the house in which they were taken: at the node the review desk would see none."""
    waiting = Errand.objects.filter(centre_id=centre, state__in=[Errand.State.REVIEW, Errand.State.ASKED]).count()
    if waiting:
        raise Refused(
            "errands-in-review",
            f"{centre} 还有 {waiting} 件自助申请等着审，照片不随节点搬过去。请先审完，再加节点。",
            f"{waiting} applications of {centre} still wait at the review desk, and their pictures do not move to a node. "
            "Please decide them first.",
        )


def renew_node(*, centre: str, now: datetime, by: str) -> Key:
    """The node of `centre` begins anew in an empty database with what the city holds of it: its disk died, or was put back
    to an earlier day. Keys so far end; the new one is shown once. Raises NotFound."""
    with transaction.atomic():
        node = _node(centre)
        node.keys.filter(revoked_at=None).update(revoked_at=now)
        last = node.keys.order_by("-number").values_list("number", flat=True).first() or 0
        highest = Node.objects.order_by("-number").values_list("number", flat=True).first() or 0
        # A number of its own again, so that no row gets one that the database before has given.
        node.number, node.heard, node.added_at, node.told = highest + 1, 0, now, {}
        node.begins = node.acknowledged = node.said = outbox.last_given()
        node.trouble = node.trouble_since = node.given_up_at = None
        node.save()
        Alias.objects.filter(peer=centre).delete()
        Holding.objects.filter(node=node).delete()
        key = _new_key(node, last + 1, now=now, by=by)
        _record("renew", centre, now, by)
        _copy_past(centre, now)
    return key


def _copy_past(centre: str, now: datetime) -> None:
    account_of_the_house(
        now=now
    )  # what a machine accepts by rule there is accepted in its name; accounts are made here
    slips.copy_past(centre, now)
    Node.objects.filter(pk=centre).update(past=outbox.last_for(centre))


def go_on_restored(*, now: datetime, by: str) -> int:
    """This city was put back to an earlier day: what it says from now on, and what no node had acknowledged by that day, is
    numbered beyond all that any node has heard. How many messages are told again. Raises Refused at a centre."""
    with transaction.atomic():
        if not Here.objects.filter(role=Here.Role.CITY).exists():
            raise _not_the_city()
        acknowledged = Node.objects.select_for_update().values_list("acknowledged", flat=True)
        moved = outbox.number_anew(after=min(acknowledged, default=0))
        capture.leap_numbers(outbox.LEAP)
        Node.objects.update(said=outbox.last_given())
        _record("restored", "city", now, by)
    return moved


def rotate_key(*, centre: str, now: datetime, by: str) -> Key:
    """A further key for a node; the one before ends when this one is used for the first time. Raises NotFound."""
    with transaction.atomic():
        node = _node(centre)
        last = node.keys.order_by("-number").values_list("number", flat=True).first() or 0
        key = _new_key(node, last + 1, now=now, by=by)
        _record("rotate-key", centre, now, by)
    return key


def revoke_keys(*, centre: str, now: datetime, by: str) -> int:
    """Take no call of this node any more until it gets a new key (lost machine, theft); how many keys ended. Raises NotFound."""
    with transaction.atomic():
        ended = _node(centre).keys.filter(revoked_at=None).update(revoked_at=now)
        _record("revoke-keys", centre, now, by)
    return ended


def join(*, city: str, key: Key, now: datetime) -> None:
    """Make this database the node of the key's centre; repeated, only the city's address is changed.

    Raises Malformed for an address that is no https, Refused where the database is something else or holds data already.
    """
    if not may_be_city(city):
        raise Malformed(
            "city-address",
            "市里的地址要以 https:// 开头，只有本机可以用 http://。",
            "The city's address begins with https://; http:// is for this machine only.",
            field="city",
        )
    with transaction.atomic():
        here = Here.objects.select_for_update().first()
        if here is None:
            if Centre.objects.exists():
                raise Refused(
                    "not-empty",
                    "这个数据库里已经有中心了，不能变成中心节点。请换一个空的数据文件夹。",
                    "This database holds a centre already and cannot become a centre node. Please use an empty data folder.",
                )
            Here.objects.create(role=Here.Role.CENTRE, centre=key.centre, number=key.node, since=now)
            Line.objects.create(city=city, since=now)
            capture.claim_numbers(key.node)
        elif (here.role, here.centre, here.number) != (Here.Role.CENTRE, key.centre, key.node):
            raise Refused(
                "another-node",
                f"这个数据库是 {here.centre or '市里'} 的，密钥是 {key.centre} 的。请核对数据文件夹和密钥。",
                f"This database is that of {here.centre or 'the city'}, the key is that of {key.centre}. Please check "
                "data folder and key.",
            )
        else:
            Line.objects.update(city=city)
        capture.attach()


def decide(
    *, conflict_id: uuid.UUID, choice: str, note: str, centre: str | None, now: datetime, by: str, key: uuid.UUID
) -> Conflict:
    """A person says how two facts that do not go together are settled; final, and told to both centres.

    `centre`: only a conflict of this centre; None for the city. Raises NotFound, Malformed, Refused (409) when it was
    decided already, or at a centre node, where the city's word is waited for.
    """
    with transaction.atomic():
        if requests.claim(key, action="nodes.decide", actor=by, now=now, result={}) is not None:
            return Conflict.objects.get(pk=conflict_id)
        if Here.objects.filter(role=Here.Role.CENTRE).exists():
            raise Refused(
                "decided-at-city",
                "冲突由市里决定，决定会自动传回来。要说明情况，请打电话给市里。",
                "Conflicts are decided at the city, and the decision comes back by itself. Please call the city to explain.",
            )
        conflict = Conflict.objects.select_for_update().filter(pk=conflict_id).first()
        if conflict is None or (centre is not None and centre not in (conflict.centre, conflict.other)):
            raise NotFound("conflict-unknown", "没有这条冲突。", "There is no such conflict.")
        if conflict.decided_at is not None:
            raise Refused(
                "conflict-decided",
                f"这条已经定过了（{conflict.decided_by}）。",
                f"This was decided already ({conflict.decided_by}).",
            )
        _check_choice(conflict, choice, note)
        conflict.decision, conflict.note, conflict.decided_at, conflict.decided_by = choice, note[:400], now, by
        conflict.save(update_fields=["decision", "note", "decided_at", "decided_by"])
        deciding.follow(conflict)
        for told in filter(None, {conflict.centre, conflict.other}):
            events.record(
                now=now,
                centre=told,
                actor=by,
                thing="conflict",
                thing_id=conflict.pk,
                verb="decide",
                to_state=choice,
                data={"kind": conflict.kind},
                public={},
            )
    return conflict


def _check_choice(conflict: Conflict, choice: str, note: str) -> None:
    if choice not in {one.code for one in choices_of(conflict)}:
        raise Malformed("choice-missing", "请选一个处理办法。", "Please choose what is to be done.", field="choice")
    if len(note.strip()) < 4:
        raise Malformed(
            "note-missing",
            "请写一句为什么这样定，两个中心都会看到。",
            "Please write in a sentence why; both centres will read it.",
            field="note",
        )


def _node(centre: str) -> Node:
    node = Node.objects.select_for_update().filter(pk=centre).first()
    if node is None:
        raise NotFound("node-unknown", f"{centre} 没有中心节点。", f"{centre} has no node.")
    return node


def _new_key(node: Node, number: int, *, now: datetime, by: str) -> Key:
    key = Key(node.centre_id, node.number, number, signing.new_secret())
    NodeKey.objects.create(node=node, number=number, secret=key.secret, made_at=now, made_by=by)
    return key


def _record(verb: str, centre: str, now: datetime, by: str) -> None:
    # Of no centre: the events of one that has a node are its own.
    events.record(now=now, centre="", actor=by, thing="node", thing_id=centre, verb=verb)


def _not_the_city() -> Refused:
    return Refused(
        "not-the-city",
        "这是中心节点，加节点要在市里做。",
        "This is a centre node; nodes are added at the city.",
    )

"""What this room keeps of people: their cases, by whom and on what these were handed in, where results go, and the photographs
of their papers. Of two persons of a case each is told what is theirs, and of the other no more than the masked name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from onetrip.advice.personal import matters_named
from onetrip.cases.delivering.models import Delivery, Way
from onetrip.cases.models import Case
from onetrip.cases.photographs import actions, queries
from onetrip.cases.photographs.models import Photograph
from onetrip.cases.proxies.models import Authority
from onetrip.cases.proxies.wording import RELATIONS
from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Said, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _told_cases(resident: Resident) -> Iterable[Told]:
    for case in Case.objects.filter(Q(resident=resident) | Q(proxy=resident)).order_by("-received_at"):
        if case.proxy_id == resident.pk:
            yield _told_to_whoever_came(case)
            continue
        taken = [one["name"] for one in case.papers if not one.get("licence")]
        yield Told(
            Text("办件", "case"),
            case.received_at,
            (
                ("number", Text("办件号", "number"), case.number),
                ("matter", Text("事项", "matter"), Text(case.matter_name["zh"], case.matter_name["en"])),
                ("state", Text("现在", "state"), Said.choice(case.state, case.get_state_display())),
                ("papers", Text("收了什么", "papers taken"), [Text(one["zh"], one["en"]) for one in taken]),
                ("receipt", Text("受理单", "receipt"), case.receipt.number),
                (
                    "given_in_writing",
                    Text("发过的文书", "given in writing"),
                    [one.number for one in case.records.all()],
                ),
                ("completed_at", Text("办结", "completed"), case.completed_at),
                ("came", Text("谁来的", "who came"), _other(case.proxy, RELATIONS.get(case.relation))),
            ),
        )


def _told_to_whoever_came(case: Case) -> Told:
    """That they did it, and as what: the matter itself is the other person's, and so is what came of it."""
    return Told(
        Text("替别人办的件", "a case you handed in for somebody else"),
        case.received_at,
        (
            ("number", Text("办件号", "number"), case.number),
            ("matter", Text("事项", "matter"), Text(case.matter_name["zh"], case.matter_name["en"])),
            ("for", Text("替谁", "for"), _other(case.resident)),
            ("relation", Text("您是", "you are"), RELATIONS.get(case.relation)),
        ),
    )


def _other(person: Resident | None, relation: Text | None = None) -> Said | None:
    """The other one of two persons as each may know them: the name masked, never the number."""
    if person is None:
        return None
    name = person.masked_name or "＊"
    if relation is None:
        return Said(name, Text(name, name))
    return Said(name, Text(f"{name}（{relation.zh}）", f"{name} ({relation.en})"))


def _told_authorities(resident: Resident) -> Iterable[Told]:
    for one in Authority.objects.filter(Q(principal=resident) | Q(agent=resident)).order_by("-registered_at"):
        gave = one.principal_id == resident.pk
        yield Told(
            Text("您给别人的委托、监护证明", "authority of somebody to act for you")
            if gave
            else Text("别人给您的委托、监护证明", "your authority to act for somebody"),
            one.registered_at,
            (
                ("kind", Text("是什么", "kind"), Said.choice(one.kind, one.get_kind_display())),
                ("proof", Text("看的是", "shown by"), Said.choice(one.proof, one.get_proof_display())),
                ("other", Text("对方", "the other"), _other(one.agent if gave else one.principal)),
                ("matters", Text("哪些事", "in which matters"), matters_named(one.matters) if one.matters else ALL),
                ("since", Text("从", "since"), one.since),
                ("until", Text("到", "until"), one.until),
                ("ended_at", Text("提前结束", "ended before"), one.ended_at),
            ),
        )


ALL = Text("所有的事", "all matters")


def _authorities_over(going: Going) -> QuerySet[Authority]:
    """Those that ended, by their last day or before it, and on which no case rests: that one says by whom it was handed in."""
    over = Authority.objects.filter(Q(until__lt=going.before.date()) | Q(ended_at__lt=going.before))
    return going.of(over.exclude(Exists(Case.objects.filter(authority=OuterRef("pk")))), "principal_id", "agent_id")


def _delete_authorities(ids: Sequence[object], _going: Going) -> int:
    return Authority.objects.filter(pk__in=ids).delete()[0]


def _told_deliveries(resident: Resident) -> Iterable[Told]:
    for one in Delivery.objects.filter(case__resident=resident).select_related("case").order_by("-case__received_at"):
        address = one.address or {}
        yield Told(
            Text("结果怎么交给您", "how a result reaches you"),
            one.ended_at or one.ready_at,
            (
                ("case", Text("哪一件", "of case"), one.case.number),
                ("way", Text("怎么交", "way"), Said.choice(one.way, one.get_way_display())),
                ("state", Text("现在", "state"), Said.choice(one.state, one.get_state_display())),
                (
                    "to",
                    Text("寄给", "posted to"),
                    [address[key] for key in ("name", "telephone", "address") if key in address],
                ),
                ("taken_by", Text("谁拿走的", "taken by"), one.taker_name or None),
                ("signed", Text("签过名", "signed for"), one.signature is not None),
            ),
        )


_ON_ITS_WAY = (Delivery.State.POSTED, Delivery.State.LOST, Delivery.State.COMING_BACK)


def _addresses_over(going: Going) -> QuerySet[Delivery]:
    """Addresses of cases of which nothing will be posted any more; of one that was handed over it went at once."""
    here = Delivery.objects.filter(address__isnull=False).exclude(state__in=_ON_ITS_WAY)
    over = queries.over_before(here, going.before)
    found = going.of(over, "case__resident_id", also=["case__proxy_id"], centre="case__receiving_centre_id")
    return found.exclude(case_id__in=going.held_cases)


def _forget_addresses(ids: Sequence[object], _going: Going) -> int:
    return Delivery.objects.filter(pk__in=ids).update(address=None, way=Way.WINDOW)


def _told_photographs(resident: Resident) -> Iterable[Told]:
    for one in Photograph.objects.filter(case__resident=resident, removed_at=None).order_by("-taken_at"):
        yield Told(
            Text("窗口拍的材料照片", "a photograph of a paper"),
            one.taken_at,
            (
                ("case", Text("哪一件", "of case"), one.case.number),
                ("paper", Text("材料", "paper"), queries.papers_of(one.case).get(one.paper, queries.OTHER)),
            ),
        )


def _photographs_over(going: Going) -> QuerySet[Photograph]:
    found = going.of(
        queries.due(going.before), "case__resident_id", also=["case__proxy_id"], centre="case__receiving_centre_id"
    )
    return found.exclude(case_id__in=going.held_cases)


def _delete(ids: Sequence[object], going: Going) -> int:
    why = Photograph.Why.TIME if going.resident is None else Photograph.Why.ERASURE
    return actions.let_go(ids, why=why, now=going.now, by=going.by)  # type: ignore[arg-type]  # the ids are its own


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("cases", ("cases.Case",), _told_cases))
    holdings.register(
        Holding("authorities", ("cases.Authority",), _told_authorities, _authorities_over, _delete_authorities)
    )
    holdings.register(Holding("deliveries", (), _told_deliveries, _addresses_over, _forget_addresses))
    holdings.register(Holding("photographs", (), _told_photographs, _photographs_over, _delete))

"""What is said of an authority: what it is, and why one on file does not serve. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from onetrip.cases.proxies.models import Authority
from onetrip.lobby.models import Relation
from onetrip.rules import Text

RELATIONS: Mapping[str, Text] = {
    Relation.AGENT: Text("受托人", "authorised agent"),
    Relation.GUARDIAN: Text("监护人", "guardian"),
    Relation.RELATIVE: Text("近亲属", "close relative"),
    Relation.REPRESENTATIVE: Text("其他法定代理人", "other legal representative"),
}

KINDS: Mapping[str, Text] = {
    Authority.Kind.LETTER: Text("授权委托书", "letter of authority"),
    Authority.Kind.GUARDIANSHIP: Text("监护证明", "proof of guardianship"),
    Authority.Kind.REPRESENTATION: Text("法定代理证明", "proof of legal representation"),
}

PROOFS: Mapping[str, Text] = {
    Authority.Proof.LETTER: Text("委托书", "the letter"),
    Authority.Proof.NOTARISED: Text("公证委托书", "a notarised letter"),
    Authority.Proof.BIRTH: Text("出生医学证明", "birth certificate"),
    Authority.Proof.BOOKLET: Text("户口簿", "household booklet"),
    Authority.Proof.COURT: Text("法院文书", "court paper"),
    Authority.Proof.NOTARY: Text("公证书", "notarial deed"),
    Authority.Proof.COMMITTEE: Text("居委会或民政部门证明", "certificate of residents' committee or civil affairs"),
}

KIND_OF: Mapping[str, str] = {
    Relation.AGENT: Authority.Kind.LETTER,
    Relation.RELATIVE: Authority.Kind.LETTER,
    Relation.GUARDIAN: Authority.Kind.GUARDIANSHIP,
    Relation.REPRESENTATIVE: Authority.Kind.REPRESENTATION,
}
"""On what each of them acts: by the principal's letter, or by law."""

PROOFS_OF: Mapping[str, tuple[str, ...]] = {
    Authority.Kind.LETTER: (Authority.Proof.LETTER, Authority.Proof.NOTARISED),
    Authority.Kind.GUARDIANSHIP: (
        Authority.Proof.BIRTH,
        Authority.Proof.BOOKLET,
        Authority.Proof.COURT,
        Authority.Proof.NOTARY,
        Authority.Proof.COMMITTEE,
    ),
    Authority.Kind.REPRESENTATION: (Authority.Proof.COURT, Authority.Proof.NOTARY, Authority.Proof.COMMITTEE),
}


def why_not(held: Sequence[Authority], kind: str, name: Text, day: date) -> Text:
    """Why nothing on file serves for the matter called `name` on `day`; `held` is what is on file of the two, newest first."""
    what = KINDS[kind]
    of_kind = [one for one in held if one.kind == kind]
    if not of_kind:
        return Text(
            f"“{name.zh}”要{what.zh}，还没登记。看过原件，先登记再收。",
            f"“{name.en}” takes a {what.en}, and none is entered yet. Look at the original and enter it first.",
        )
    if any(one.holds_on(day) for one in of_kind):
        return Text(
            f"登记的{what.zh}没写“{name.zh}”，这件事不能凭它办。",
            f"The {what.en} on file does not name “{name.en}”, so it does not serve for it.",
        )
    latest = of_kind[0]
    if latest.ended_at is not None:
        return Text(
            f"{what.zh}已经作废（{latest.get_ending_display().split(' ')[0]}），“{name.zh}”不能凭它办。",
            f"The {what.en} was ended ({latest.get_ending_display().split(' ', 1)[1]}) and does not serve for “{name.en}”.",
        )
    if latest.since > day:
        return Text(
            f"{what.zh}从 {latest.since.isoformat()} 起才有效，“{name.zh}”今天不能凭它办。",
            f"The {what.en} holds from {latest.since.isoformat()} on, so “{name.en}” cannot be done with it today.",
        )
    return Text(
        f"{what.zh}到 {latest.until.isoformat()} 就到期了，“{name.zh}”不能凭它办。请带一份新的。",
        f"The {what.en} expired on {latest.until.isoformat()} and does not serve for “{name.en}”. A new one is needed.",
    )

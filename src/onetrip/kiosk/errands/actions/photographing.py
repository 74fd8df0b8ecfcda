"""Pictures arrive: from the document camera, from the resident's own phone, from the finger that signs."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from onetrip.kiosk.errands import looking
from onetrip.kiosk.errands.actions.changing import changing, moving, record
from onetrip.kiosk.errands.actions.filling import EDITABLE
from onetrip.kiosk.errands.actions.tidying import remove_pictures, unsign
from onetrip.kiosk.errands.paper_lines import MOST_PAGES
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.models import Errand, HandOver, Picture
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.crypto import keyed_hash
from onetrip.storage.collections import PICTURES
from onetrip.storage.pictures import Kept, tidy, tidy_signature
from onetrip.storage.receiving import examine

AS_PROXY = ("proxy", "guardian", "relative")
"""As whom papers may name somebody who comes for another (`onetrip.reading`): whichever it is, it is the proxy who stands here."""

HAND_OVER_LASTS = timedelta(minutes=10)
PHONE_IDLE = timedelta(minutes=3)
"""How long the kiosk waits for somebody who looks at their phone, since the phone or the screen was last touched."""


def photograph(*, seat: uuid.UUID, paper: str, raw: bytes, now: datetime, by: str) -> Picture:
    """Keep a picture of `paper` from the document camera. The same picture sent twice is one picture."""
    kept = _let_in(raw, where=_at_seat(seat), by=by, now=now)
    with _stored(kept) as picture_id, changing(seat, now, states=EDITABLE) as errand:
        return _keep(run_of(errand, now), paper, kept, picture_id, Picture.Source.CAMERA, now=now, by=by)


def sign(*, seat: uuid.UUID, raw: bytes, now: datetime, by: str) -> Picture:
    """Keep the signature; an earlier one goes."""
    kept = _let_in(raw, where=_at_seat(seat), by=by, now=now, read=tidy_signature, field="signature")
    with _stored(kept) as picture_id, changing(seat, now, states=EDITABLE) as errand:
        same = errand.pictures.filter(paper="", digest=kept.digest, removed_at=None).first()
        if same is not None:
            return same
        remove_pictures(errand, now=now, paper="")
        picture = _write(errand, "", kept, picture_id, Picture.Source.SCREEN, now)
        errand.save(update_fields=["touched_at"])
        record(errand, "sign", now=now, by=by)
    return picture


def hand_over(*, seat: uuid.UUID, paper: str, now: datetime, by: str) -> str:
    """Let the resident's own phone send the pictures of `paper`; the token for its address, valid for minutes.

    An earlier one for the same paper works no more.
    """
    token = secrets.token_urlsafe(16)
    with changing(seat, now, states=EDITABLE) as errand:
        _refuse_unasked(run_of(errand, now), paper)
        errand.hand_overs.filter(paper=paper, closed_at=None).update(closed_at=now)
        HandOver.objects.create(
            errand=errand,
            paper=paper,
            token_hash=keyed_hash("hand-over", token),
            made_at=now,
            expires_at=now + HAND_OVER_LASTS,
        )
        errand.save(update_fields=["touched_at"])
        record(errand, "hand-over", now=now, by=by)
    return token


def handed_over(token: str, now: datetime) -> HandOver:
    """The hand-over that `token` opens. Raises NotFound once it is over, and for one that never was."""
    one = (
        HandOver.objects.select_related("errand__consultation", "errand__resident", "errand__kiosk")
        .filter(token_hash=keyed_hash("hand-over", token[:60]), closed_at=None, expires_at__gt=now)
        .first()
    )
    if one is None or one.errand.state not in EDITABLE:
        raise NotFound(
            "hand-over-over",
            "这个码过期了，或者自助机那边已经办完。请在自助机上再点一次“用手机拍”，扫新的码。",
            "This code has expired, or the machine has gone on. Please press “Use my phone” at the machine again and scan the "
            "new code.",
        )
    return one


def connect_phone(*, token: str, phone: str, now: datetime) -> HandOver:
    """A phone has opened the code: it is the only one from now on, and the kiosk says so. `phone` names the browser.

    Opened again by the same one, nothing happens. Raises NotFound when the code is over, Refused when another phone uses
    it, or for a browser that does not say again who it is.
    """
    with moving(handed_over(token, now).errand_id) as errand:
        one = handed_over(token, now)
        if _bind(one, phone):
            errand.touched_at = now
            errand.save(update_fields=["touched_at"])
            record(errand, "connect-phone", now=now, by="resident", public=True)
    return one


def send_from_phone(*, token: str, phone: str, raw: bytes, now: datetime) -> HandOver:
    """Keep a picture that a phone sends. `phone` names the browser: the first that opened the code is the only one.

    Raises NotFound when the code is over, Refused as `connect_phone` does, Malformed for what is no picture.
    """
    one = handed_over(token, now)
    kept = _let_in(raw, where=one.errand.centre_id, by="resident", now=now)
    # The errand's row first, as everybody locks it: the other way round two could wait for each other for ever.
    with _stored(kept) as picture_id, moving(one.errand_id) as errand:
        one = handed_over(token, now)
        _bind(one, phone)
        _keep(run_of(errand, now), one.paper, kept, picture_id, Picture.Source.PHONE, now=now, by="resident")
    return one


def send_by_receipt(*, errand_id: uuid.UUID, paper: str, raw: bytes, now: datetime) -> None:
    """Keep a picture that came through the receipt's page, of a paper that the review desk asked for once more."""
    where = Errand.objects.filter(pk=errand_id).values_list("centre_id", flat=True).first() or ""
    kept = _let_in(raw, where=where, by="resident", now=now)
    with _stored(kept) as picture_id, moving(errand_id) as errand:
        if errand.state != Errand.State.ASKED or paper not in errand.wanted_again:
            raise NotFound(
                "not-asked-again",
                "这份材料现在不用补。请刷新页面。",
                "This paper is not wanted now. Please reload the page.",
            )
        _keep(run_of(errand, now), paper, kept, picture_id, Picture.Source.PHONE, now=now, by="resident")


def _bind(one: HandOver, phone: str) -> bool:
    """Let this phone be the one of the code, in a transaction that holds the errand's row; whether it was not before."""
    if not phone:
        raise Refused(
            "phone-unknown",
            "这个浏览器记不住这一页，传不了。请用手机自带的相机或浏览器再扫一次，或者在自助机上拍。",
            "This browser cannot keep this page open for you. Please scan the code with your phone's own camera or browser, or "
            "use the camera of the machine.",
        )
    refuse_other_phone(one, phone)
    if one.phone_hash is not None:
        return False
    one.phone_hash = keyed_hash("phone", phone)
    one.save(update_fields=["phone_hash"])
    return True


def refuse_other_phone(one: HandOver, phone: str) -> None:
    """Raise Refused when another phone has opened this code."""
    if one.phone_hash is not None and bytes(one.phone_hash) != keyed_hash("phone", phone):
        raise Refused(
            "other-phone",
            "这个码已经在另一部手机上用了。不是您的手机，请在自助机上重新点“用手机拍”。",
            "This code is in use on another phone. If that is not yours, press “Use my phone” at the machine again.",
        )


def _at_seat(seat: uuid.UUID) -> str:
    """The centre of the run in this sitting; "" where there is none, which is refused a moment later."""
    return Errand.objects.filter(seat=seat).values_list("centre_id", flat=True).first() or ""


def _let_in(
    raw: bytes,
    *,
    where: str,
    by: str,
    now: datetime,
    read: Callable[[bytes], Kept] = tidy,
    field: str = "picture",
) -> Kept:
    """What may be kept of what was sent; before any transaction. What is no picture troubles no scanner."""
    kept = read(raw)
    examine(raw, field=field, centre=where, by=by, now=now)
    return kept


def _stored(kept: Kept) -> AbstractContextManager[uuid.UUID]:
    return PICTURES.stored(
        kept.jpeg, small=kept.small, is_named=lambda picture_id: Picture.objects.filter(pk=picture_id).exists()
    )


def _keep(run: Run, paper: str, kept: Kept, picture_id: uuid.UUID, source: str, *, now: datetime, by: str) -> Picture:
    """A picture of a paper, with the look at it begun; in the caller's transaction."""
    _refuse_unasked(run, paper)
    errand = run.errand
    of_paper = [picture for picture in run.pictures if picture.paper == paper]
    since = errand.asked_at if paper in errand.wanted_again else None
    for picture in of_paper:
        if picture.digest == kept.digest:
            if since is not None and picture.taken_at < since:
                raise _same_as_before()
            return picture
    if sum(since is None or picture.taken_at >= since for picture in of_paper) >= MOST_PAGES:
        raise Malformed(
            "pictures-many",
            f"一种材料最多 {MOST_PAGES} 张。请先删掉不要的。",
            f"At most {MOST_PAGES} pictures of one paper. Please remove those you do not need.",
            field="picture",
        )
    unsign(errand, now=now)
    picture = _write(errand, paper, kept, picture_id, source, now)
    came = {name: value for name, value in errand.papers.get(paper, {}).items() if value != "later"}
    errand.papers = {**errand.papers, paper: came}
    errand.touched_at = now
    errand.save(update_fields=["papers", "touched_at"])
    record(errand, "photograph", now=now, by=by, data={"source": source}, public=True)
    transaction.on_commit(lambda: _look(run, picture, kept.jpeg))
    return picture


def _same_as_before() -> Malformed:
    return Malformed(
        "picture-same-as-before",
        "这张和原来交的是同一张，工作人员看过了，不行。请重新拍一张。",
        "This is the same picture as before, which the staff could not use. Please take a new one.",
        field="picture",
    )


def _write(errand: Errand, paper: str, kept: Kept, picture_id: uuid.UUID, source: str, now: datetime) -> Picture:
    """The row of a picture that is kept already. Raises IntegrityError for one that is there twice."""
    picture = Picture(
        id=picture_id,
        errand=errand,
        paper=paper,
        source=source,
        digest=kept.digest,
        width=kept.width,
        height=kept.height,
        bytes=len(kept.jpeg),
        taken_at=now,
        looking=Picture.Looking.WAITING if paper and looking.reader() else Picture.Looking.NONE,
    )
    picture.save(force_insert=True)
    return picture


def _look(run: Run, picture: Picture, jpeg: bytes) -> None:
    """Have the picture looked at after its row is there; what was seen is written when it comes."""
    if picture.looking != Picture.Looking.WAITING:
        return
    picture_id, centre, tag = picture.pk, run.errand.centre_id, run.errand.tag
    told = _known_of(run, picture.paper)

    def then(seen: dict[str, Any]) -> None:
        try:
            keep_look(picture_id=picture_id, seen=seen, centre=centre, tag=tag, now=timezone.now())
        finally:
            connection.close()  # of the thread that looked

    if not looking.begin(jpeg, picture.paper, told, run.day, then):
        keep_look(picture_id=picture_id, seen={}, centre=centre, tag=tag, now=run.now)


def _known_of(run: Run, paper: str) -> dict[str, object]:
    """What the paper is compared with: what is known of the resident; of a paper of the proxy also who the proxy is.

    The resident is told in both cases: only so is the resident's own card seen to lie where the proxy's is wanted.
    """
    person, holder = run.person, run.holder
    known: dict[str, object] = {name: one.value for name, one in run.known.items()}
    known |= {"name": person.name, "id_number": person.id_number}
    known |= {"birth_date": holder.birth_date, "sex": holder.sex} if holder else {}
    asked, proxy = run.papers.line(paper), run.errand.proxy
    if asked is not None and asked[0].by_proxy and proxy is not None:
        for whose in AS_PROXY:
            known |= {f"{whose}_name": proxy.name, f"{whose}_id_number": proxy.number}
    return {name: value for name, value in known.items() if value not in (None, "")}


def keep_look(*, picture_id: uuid.UUID, seen: dict[str, Any], centre: str, tag: str, now: datetime) -> None:
    """What the machine saw on a picture; {}: nothing. Screens that show the picture look again."""
    state = Picture.Looking.DONE if seen else Picture.Looking.NONE
    with transaction.atomic():
        found = Picture.objects.filter(pk=picture_id, removed_at=None, looking=Picture.Looking.WAITING)
        if found.update(looked=seen or None, looking=state):
            events.record(
                now=now,
                centre=centre,
                actor="system:reader",
                thing="picture",
                thing_id=picture_id,
                verb="look",
                data={"advice": len(seen.get("findings", ()))},
                public={"tag": tag},
            )


def _refuse_unasked(run: Run, paper: str) -> None:
    asked = run.papers.line(paper)
    if asked is None:
        raise Malformed(
            "paper-not-asked-for",
            "这件事不要这份材料。请刷新页面。",
            "This matter does not ask for this paper. Please reload the page.",
            field="papers",
        )

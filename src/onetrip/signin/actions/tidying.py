"""What the clock does for sign-ins, every minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from onetrip.ledger import brakes
from onetrip.signin import challenges, entering
from onetrip.signin.models import Challenge, IdentityRequest, PendingSignIn, ResidentSession
from onetrip.staff import sessions


def tidy(*, now: datetime) -> int:
    """Remove what is over: half sign-ins, questions nobody answered, browsers that did not come back, old sessions; how many
    rows. Safe to run twice at once."""
    removed = PendingSignIn.objects.filter(began_at__lte=now - entering.PENDING_FOR).delete()[0]
    removed += Challenge.objects.filter(at__lte=now - challenges.LASTS).delete()[0]
    removed += IdentityRequest.objects.filter(at__lte=now - timedelta(hours=1)).delete()[0]
    removed += ResidentSession.objects.filter(ends_at__lte=now).delete()[0]
    return removed + brakes.forget_old(now) + sessions.tidy(now)

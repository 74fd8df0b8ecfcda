"""`onetrip devices …`: places with devices, and the keys of their bridges."""

from __future__ import annotations

from argparse import Namespace

from onetrip.cli.operate import ACTOR


def give_key(arguments: Namespace) -> int:
    """Make the place when it is new, and print a new key for its bridge, once."""
    from django.utils import timezone

    from onetrip.devices import actions

    now, place = timezone.now(), {"centre": arguments.centre, "kind": arguments.kind, "number": arguments.number}
    actions.add_station(**place, socket_port=arguments.socket_port, now=now, by=ACTOR)
    key = actions.give_key(**place, now=now, by=ACTOR)
    print(f"{key}\n只显示这一次，旧钥匙已作废。 Shown once; the key before it is void.")
    return 0


def revoke_key(arguments: Namespace) -> int:
    """The bridge of a place is not let in any more."""
    from django.utils import timezone

    from onetrip.devices import actions

    actions.revoke_key(
        centre=arguments.centre, kind=arguments.kind, number=arguments.number, now=timezone.now(), by=ACTOR
    )
    print("已作废。 Revoked.")
    return 0


def retire(arguments: Namespace) -> int:
    """A place or a screen was carried away for good."""
    from django.utils import timezone

    from onetrip.devices import actions

    actions.retire(centre=arguments.centre, kind=arguments.kind, number=arguments.number, now=timezone.now(), by=ACTOR)
    print("已撤下。 Retired.")
    return 0


def list_stations(arguments: Namespace) -> int:
    """Every place with its devices, as they are now."""
    from django.utils import timezone

    from onetrip.centres.queries import settled
    from onetrip.devices.showing import page_of

    page = page_of(settled(arguments.centre).centre, timezone.now())
    for place in page.places:
        print(f"{place.name.zh} {place.name.en}")
        for part in place.parts:
            print(f"    {part.name.zh} {part.name.en}: {part.state.zh} {part.state.en}")
    return 0

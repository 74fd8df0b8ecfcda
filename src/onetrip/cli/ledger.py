"""`onetrip ledger …`: seal the record of events, export it, and show whether anything of it was changed."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli.operate import _now, _say, with_database

if TYPE_CHECKING:
    from onetrip.ledger.heads import Head, Trust
    from onetrip.ledger.verifying import Break, Walked

_MOST_TOLD = 20
"""Breaks of one chain that are printed; after the first ones a person looks anyway."""


def seal(_arguments: Namespace) -> int:
    """Seal everything that has no seal yet; the events of a centre with a node of its own are sealed there."""
    from onetrip.ledger import actions
    from onetrip.nodes.queries import owned_here

    sealed = actions.seal_new(owned=owned_here, everything=True)
    _say(f"封存 {sealed} 条。", f"{sealed} events sealed.")
    return 0


def export(arguments: Namespace) -> int:
    """Write every chain, or that of one centre, into a folder, each with its signed head."""
    from onetrip.ledger import actions, exporting, heads, sealing
    from onetrip.nodes.queries import owned_here

    actions.seal_new(owned=owned_here, everything=True)
    known = list(sealing.sealed_centres())
    for centre in known if arguments.centre is None else [arguments.centre]:
        done = exporting.export(centre, arguments.folder, now=_now())
        print(f"{done.path}  {done.lines}  sha256 {done.sha256}")
    _say(
        f"链头用这把钥匙签名，请记在别处：{heads.public_key()}",
        f"The heads are signed with this key; keep it elsewhere: {heads.public_key()}",
    )
    return 0


def head(_arguments: Namespace) -> int:
    """Print the signed head of every chain, one a line, to be kept elsewhere."""
    import json
    from dataclasses import asdict

    from onetrip.ledger import heads, sealing

    for centre in sealing.sealed_centres():
        if found := heads.head_of(centre, now=_now()):
            print(json.dumps(asdict(found), ensure_ascii=False))
    return 0


def verify(arguments: Namespace) -> int:
    """Walk the chains in the database, or in exported files; 1 when anything was changed, 2 for what cannot be read."""
    from onetrip.ledger.heads import Trust, read

    try:
        kept = [head for path in arguments.heads for head in read(path)]
    except (OSError, ValueError) as error:
        print(f"链头读不了 the heads cannot be read: {error}", file=sys.stderr)
        return 2
    trust = Trust(arguments.key)
    if arguments.files:  # whoever has only the files needs neither database nor keys
        return _verify_files(arguments.files, kept, trust)
    return with_database(lambda _: _verify_database(kept, trust))(arguments)


def _verify_database(kept: Sequence[Head], trust: Trust) -> int:
    from onetrip.ledger import heads, sealing, verifying
    from onetrip.ledger.verifying import Walked

    broken = 0
    for centre in sorted({*sealing.sealed_centres(), *(head.centre for head in kept)}):
        walked, open_ = Walked(), verifying.unsealed(centre)
        inside = list(verifying.breaks(centre, heads=list(heads.noted(centre)), walked=walked))
        seen = {(one.position, one.reason) for one in inside}
        outside = verifying.breaks(centre, heads=kept, trust=trust) if kept else iter(())
        broken += _tell(centre, [*inside, *(one for one in outside if (one.position, one.reason) not in seen)], walked)
        if open_:
            _say(f"  还有 {open_} 条没封。", f"  {open_} events have no seal yet.")
    if not kept:
        _say(
            "没有给存在别处的链头（--heads），整条链都被重写的话看不出来。",
            "No heads from elsewhere were given (--heads): chains that were all written anew are not seen.",
        )
    _say(f"{broken} 处对不上。", f"{broken} breaks.")
    return 1 if broken else 0


def _verify_files(files: Sequence[Path], kept: Sequence[Head], trust: Trust) -> int:
    from onetrip.ledger import exporting, heads, verifying
    from onetrip.ledger.verifying import Walked

    broken = 0
    for path in files:
        centre, walked = exporting.centre_of(path), Walked()
        try:
            beside = heads.read(exporting.head_file(path)) if exporting.head_file(path).exists() else []
            found = list(verifying.breaks_in(path, centre, heads=[*kept, *beside], trust=trust, walked=walked))
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 2
        broken += _tell(centre, found, walked)
        if not any(head.centre == centre for head in (*kept, *beside)):
            _say(
                "  没有链头：末尾被截掉的话看不出来。", "  There is no head: an end that was cut off would not be seen."
            )
    _say(f"{broken} 处对不上。", f"{broken} breaks.")
    return 1 if broken else 0


def _tell(centre: str, found: Sequence[Break], walked: Walked) -> int:
    _say(
        f"{centre or '全市'}：{walked.position} 条，末位 {walked.digest[:16]}",
        f"{centre or 'city'}: {walked.position} events, head {walked.digest[:16]}",
    )
    for line in _in_words(found[:_MOST_TOLD]):
        print(line)
    if len(found) > _MOST_TOLD:
        _say(f"  另有 {len(found) - _MOST_TOLD} 处。", f"  and {len(found) - _MOST_TOLD} more.")
    return len(found)


def _in_words(found: Sequence[Break]) -> Iterator[str]:
    from onetrip.ledger.verifying import IN_WORDS

    for one in found:
        words = IN_WORDS[one.reason]
        event = f" event {one.event_id}" if one.event_id else ""
        yield f"  {one.centre} {one.position}{event}: {words.zh} {words.en}"

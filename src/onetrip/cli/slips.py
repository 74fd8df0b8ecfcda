"""`onetrip slips verify`: whether what was promised can still be computed as it was."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter


def verify_slips(arguments: Namespace) -> int:
    """Compute every slip again; exit code 1 when one of this very engine says otherwise, or cannot be computed."""
    from onetrip.advice.queries import slips_since
    from onetrip.advice.verifying import Outcome, verify

    counted: Counter[Outcome] = Counter()
    for slip in slips_since(arguments.since):
        found = verify(slip)
        counted[found.outcome] += 1
        if found.outcome is Outcome.KEPT:
            continue
        print(f"{found.number} {_WORDS[found.outcome.value][arguments.language]}")
        for sentence in found.differs:
            print(f"  {sentence.in_language(arguments.language)}")
    kept, other = counted[Outcome.KEPT], counted[Outcome.OTHER_ENGINE]
    bad = counted[Outcome.WRONG] + counted[Outcome.UNREADABLE]
    print(_SUMMARY[arguments.language].format(all=counted.total(), kept=kept, other=other, bad=bad))
    return 1 if bad else 0


_WORDS = {
    "wrong": {"zh": "同一引擎算出来不一样", "en": "says otherwise by the same engine"},
    "other-engine": {"zh": "别的引擎版本出的，现在会这样说", "en": "made by another engine; it would say now"},
    "unreadable": {"zh": "算不了", "en": "cannot be computed"},
}
_SUMMARY = {
    "zh": "{all} 张小贴士：{kept} 张一字不差，{other} 张出自别的引擎版本、现在会有不同（仍照原样算数），{bad} 张对不上。",
    "en": "{all} slips: {kept} are the same to the byte, {other} were made by another engine and would differ now "
    "(they count as they stand), {bad} are wrong.",
}

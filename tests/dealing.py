"""Which worker runs which tests."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

PURE = ("tests/planning/", "tests/rules/", "tests/synthetic/")


class ByFile(LoadScopeScheduling):
    """A file's tests run in one worker, so that its house and its browsers open once. Those of the pure rooms share
    nothing: dealt out one by one at the end, they fill up what one worker has left over."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(PURE) else nodeid.split("::", 1)[0]

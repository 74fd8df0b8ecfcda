"""What a page printer says of itself over IPP, and what it means. Pure.

A reason (RFC 8011, 5.4.12) ends in -error, -warning or -report, or in nothing, which counts as an error. A report hinders
nothing and a warning does not stop the printer: a tray for envelopes may be empty all day.
"""

from __future__ import annotations

from onetrip.bridge.states import PartState

_BY_REASON = (
    ("media-jam", PartState.JAM),
    ("cover-open", PartState.OPEN),
    ("door-open", PartState.OPEN),
    ("interlock-open", PartState.OPEN),
    ("media-empty", PartState.OUT),
    ("media-needed", PartState.OUT),
    ("input-tray-missing", PartState.OPEN),
    ("toner-empty", PartState.NO_TONER),
    ("marker-supply-empty", PartState.NO_TONER),
    ("media-low", PartState.LOW),
    ("toner-low", PartState.TONER),
    ("marker-supply-low", PartState.TONER),
)
"""The worst first."""
_SOON = {
    "media-empty": PartState.LOW,
    "media-needed": PartState.LOW,
    "toner-empty": PartState.TONER,
    "marker-supply-empty": PartState.TONER,
}
"""What a mere warning of these means: somebody should look, and it still prints."""
_ERROR, _WARNING, _REPORT = "-error", "-warning", "-report"
_STOPPED = "stopped"


def state_of(state: str, reasons: list[str], levels: list[tuple[int, int]]) -> tuple[PartState, str]:
    """How a printer is by its state, its reasons and its marker levels as (level, counts as low from)."""
    is_stopped = state == _STOPPED
    hindering = [one for one in reasons if not one.endswith((_WARNING, _REPORT))]
    found = _worst(hindering) or (_worst(reasons) if is_stopped else None)
    if found is not None:
        return found
    if is_stopped:
        return PartState.FAULT, ", ".join(reasons) or _STOPPED
    for reason, soon in _SOON.items():
        if f"{reason}{_WARNING}" in reasons:
            return soon, f"{reason}{_WARNING}"
    low = _worst([one for one in reasons if one.removesuffix(_WARNING).removesuffix(_REPORT).endswith("-low")])
    if low is not None:
        return low
    if any(0 <= level <= low_level for level, low_level in levels):
        return PartState.TONER, "marker low"
    return PartState.READY, ""


def _worst(reasons: list[str]) -> tuple[PartState, str] | None:
    for reason, found in _BY_REASON:
        for one in reasons:
            if one in (reason, reason + _ERROR, reason + _WARNING, reason + _REPORT):
                return found, one
    return None

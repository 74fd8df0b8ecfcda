"""What may not have been found yet, said in words. Pure."""

from __future__ import annotations

from onetrip.planning import Outlook
from onetrip.rules import Text

_LITTLE, _SURE = 0.01, 0.99


def told(outlook: Outlook) -> Text:
    """The chance that something the resident can have was not found, as it is told; it is an estimate and says so."""
    if not outlook.undecided:
        return Text("都问清了，您能办的都在这里。", "Everything is decided: what you can have stands here.")
    number, chance = outlook.undecided, _percent(outlook.chance)
    one = "One matter has" if number == 1 else f"{number} matters have"
    return Text(
        f"还有 {number} 件事没问清，里面有您能办的可能{chance.zh}（按全市居民的大致情况估的）。",
        f"{one} not been decided; the chance that you can have one of them is {chance.en}"
        " (estimated from what residents of the city are like).",
    )


def _percent(chance: float) -> Text:
    if chance < _LITTLE:
        return Text("不到 1%", "below 1%")
    if chance > _SURE:
        return Text("在 99% 以上", "above 99%")
    return Text(f"大约 {round(100 * chance)}%", f"about {round(100 * chance)}%")

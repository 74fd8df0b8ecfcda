"""A scene of training as it is printed. Pure."""

from __future__ import annotations

from datetime import date

from onetrip.prints.scene import SceneSheet
from onetrip.rules import Text
from onetrip.training.items.role_play import RolePlay


def scene_sheet(scene: RolePlay, *, centre: Text, made: date, version: int, demonstration: bool) -> SceneSheet:
    """The cards of a scene, for a centre, from a version of the catalogue. It holds the key: print it for the examiner alone."""
    return SceneSheet(
        centre=centre,
        matter=scene.name,
        opens=scene.opens,
        answers=tuple((each.question, each.answer) for each in scene.answers),
        good=scene.good,
        never=scene.never,
        made=made,
        version=version,
        demonstration=demonstration,
    )

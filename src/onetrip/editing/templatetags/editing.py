"""What the editor's templates say things with: `{% load editing %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from onetrip.editing.matter_fields import FIELD_NAMES
from onetrip.rules import Text

register = template.Library()


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    """What stands under a key that is only known as a value; 0 for nothing, which shows as itself."""
    return mapping.get(key, 0)


@register.filter
def under(mapping: Mapping[str, Any], key: str) -> Any:
    """The same, and nothing for nothing."""
    return mapping.get(key)


@register.filter
def named(actor: str, names: Mapping[str, Text]) -> Text:
    """Who that is, as `views.common.named` found it."""
    return names.get(actor) or Text(actor, actor)


@register.filter
def field_name(field: str) -> Text:
    """What a field of a matter's file is called on the pages."""
    return FIELD_NAMES.get(field) or Text(field, field)

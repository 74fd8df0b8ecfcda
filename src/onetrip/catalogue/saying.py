"""What people type to be found a matter, before it is searched with."""

from __future__ import annotations

MOST_SAID = 200
"""Characters of a search: a sentence or two."""

_LONG_NUMBER = 11


def holds_long_number(text: str) -> bool:
    """Whether `text` holds so many digits in a row that it may be an ID, telephone or card number.

    Such words are neither searched with nor kept: an address or a log is no place for them.
    """
    run = 0
    for character in text:
        if character.isdecimal():
            run += 1
            if run >= _LONG_NUMBER:
                return True
        elif character not in " -":
            run = 0
    return False

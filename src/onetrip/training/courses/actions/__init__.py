"""What can be done with courseware: add a note, change it, take it away, bring an edition back; say that one has studied."""

from onetrip.training.courses.actions.noting import add_note as add_note
from onetrip.training.courses.actions.noting import bring_back as bring_back
from onetrip.training.courses.actions.noting import change_note as change_note
from onetrip.training.courses.actions.noting import remove_note as remove_note
from onetrip.training.courses.actions.noting import sweep as sweep
from onetrip.training.courses.actions.studying import mark_studied as mark_studied
from onetrip.training.courses.actions.studying import unmark_studied as unmark_studied

"""What can be done with the licences of the city: look them up, go on looking, show one unmasked, forget what was said."""

from onetrip.licences.actions.forgetting import forget_old as forget_old
from onetrip.licences.actions.looking import Wanted as Wanted
from onetrip.licences.actions.looking import look_up as look_up
from onetrip.licences.actions.repeating import keep_looking as keep_looking
from onetrip.licences.actions.repeating import repeat_due as repeat_due
from onetrip.licences.actions.repeating import stop_looking as stop_looking
from onetrip.licences.actions.showing import show_plain as show_plain
from onetrip.licences.actions.trying import tend as tend
from onetrip.licences.actions.trying import try_store as try_store

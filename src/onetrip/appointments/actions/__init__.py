"""What can be done with a booking, and what a director decides about them."""

from onetrip.appointments.actions.booking import Booker as Booker
from onetrip.appointments.actions.booking import book as book
from onetrip.appointments.actions.changing import cancel as cancel
from onetrip.appointments.actions.changing import change as change
from onetrip.appointments.actions.changing import may_be_restored as may_be_restored
from onetrip.appointments.actions.changing import restore as restore
from onetrip.appointments.actions.changing import say_late as say_late
from onetrip.appointments.actions.checking_in import AlreadyHere as AlreadyHere
from onetrip.appointments.actions.checking_in import CheckedIn as CheckedIn
from onetrip.appointments.actions.checking_in import check_in as check_in
from onetrip.appointments.actions.checking_in import mark_missed as mark_missed
from onetrip.appointments.actions.checking_in import note_ticket as note_ticket
from onetrip.appointments.actions.checking_in import undo_check_in as undo_check_in
from onetrip.appointments.actions.delivering import deliver_due as deliver_due
from onetrip.appointments.actions.planning import set_day as set_day
from onetrip.appointments.actions.planning import set_quota as set_quota
from onetrip.appointments.actions.planning import set_rules as set_rules
from onetrip.appointments.actions.planning import set_service as set_service
from onetrip.appointments.actions.tending import tend as tend
from onetrip.appointments.actions.unopened import tell_who_booked as tell_who_booked

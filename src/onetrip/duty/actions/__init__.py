"""What can be done with duty and attendance."""

from onetrip.duty.actions.asking import ask_leave as ask_leave
from onetrip.duty.actions.asking import decide_leave as decide_leave
from onetrip.duty.actions.asking import take_back_leave as take_back_leave
from onetrip.duty.actions.asking import wish as wish
from onetrip.duty.actions.asking import withdraw_wish as withdraw_wish
from onetrip.duty.actions.being_there import begin_break as begin_break
from onetrip.duty.actions.being_there import confirm_overtime as confirm_overtime
from onetrip.duty.actions.being_there import decide_overtime as decide_overtime
from onetrip.duty.actions.being_there import end_break as end_break
from onetrip.duty.actions.being_there import put_down_attendance as put_down_attendance
from onetrip.duty.actions.rostering import change as change
from onetrip.duty.actions.rostering import drop as drop
from onetrip.duty.actions.rostering import mark_seen as mark_seen
from onetrip.duty.actions.rostering import propose as propose
from onetrip.duty.actions.rostering import publish as publish
from onetrip.duty.actions.staffing import end_contract as end_contract
from onetrip.duty.actions.staffing import put_on_roster as put_on_roster
from onetrip.duty.actions.staffing import retire_pattern as retire_pattern
from onetrip.duty.actions.staffing import set_pattern as set_pattern
from onetrip.duty.actions.staffing import start_with_the_example as start_with_the_example
from onetrip.duty.actions.swapping import accept_swap as accept_swap
from onetrip.duty.actions.swapping import decline_swap as decline_swap
from onetrip.duty.actions.swapping import offer_swap as offer_swap
from onetrip.duty.actions.swapping import withdraw_swap as withdraw_swap

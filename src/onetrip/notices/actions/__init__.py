"""What can be done with messages: write, send, take receipts, look after what was not delivered."""

from onetrip.notices.actions.following import note_told as note_told
from onetrip.notices.actions.following import send_again as send_again
from onetrip.notices.actions.reporting import stop_waiting as stop_waiting
from onetrip.notices.actions.reporting import take_receipts as take_receipts
from onetrip.notices.actions.sending import send_due as send_due
from onetrip.notices.actions.setting import set_rules as set_rules
from onetrip.notices.actions.writing import About as About
from onetrip.notices.actions.writing import drop as drop
from onetrip.notices.actions.writing import tell as tell

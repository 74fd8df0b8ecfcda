"""What can be done with a day of a centre."""

from onetrip.days.actions.closing import close_day as close_day
from onetrip.days.actions.closing import close_due as close_due
from onetrip.days.actions.closing import close_earlier as close_earlier
from onetrip.days.actions.walking import answer as answer
from onetrip.days.actions.walking import begin_round as begin_round
from onetrip.days.actions.walking import declare_ready as declare_ready
from onetrip.days.actions.walking import make_check as make_check

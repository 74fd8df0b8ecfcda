"""What can be done about somebody who comes for somebody else."""

from onetrip.cases.proxies.actions.ending import end_authority as end_authority
from onetrip.cases.proxies.actions.registering import MOST_MATTERS as MOST_MATTERS
from onetrip.cases.proxies.actions.registering import Shown as Shown
from onetrip.cases.proxies.actions.registering import read_shown as read_shown
from onetrip.cases.proxies.actions.registering import register as register
from onetrip.cases.proxies.actions.registering import register_at_window as register_at_window

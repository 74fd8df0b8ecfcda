"""What can be done with a judgement: ask for it, give it, and put right what it shows."""

from onetrip.ratings.actions.complaining import appeal as appeal
from onetrip.ratings.actions.complaining import complain as complain
from onetrip.ratings.actions.promises import record_broken_promise as record_broken_promise
from onetrip.ratings.actions.promises import set_cause as set_cause
from onetrip.ratings.actions.rating import invite as invite
from onetrip.ratings.actions.rating import rate as rate
from onetrip.ratings.actions.rectifying import answer as answer
from onetrip.ratings.actions.rectifying import claim as claim
from onetrip.ratings.actions.rectifying import close as close
from onetrip.ratings.actions.rectifying import find_cause as find_cause
from onetrip.ratings.actions.rectifying import handle as handle
from onetrip.ratings.actions.rectifying import send_back as send_back
from onetrip.ratings.actions.rectifying import show_telephone as show_telephone
from onetrip.ratings.actions.rectifying import uphold as uphold

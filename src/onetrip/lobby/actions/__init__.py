"""What can be done in the hall: from drawing a number to going home."""

from onetrip.lobby.actions.arriving import arrive as arrive
from onetrip.lobby.actions.arriving import came_for as came_for
from onetrip.lobby.actions.calling import call_again as call_again
from onetrip.lobby.actions.calling import call_next as call_next
from onetrip.lobby.actions.calling import leave_window as leave_window
from onetrip.lobby.actions.calling import put_back as put_back
from onetrip.lobby.actions.calling import start as start
from onetrip.lobby.actions.displaying import clear_layout as clear_layout
from onetrip.lobby.actions.displaying import set_layout as set_layout
from onetrip.lobby.actions.ending import close_day as close_day
from onetrip.lobby.actions.ending import finish as finish
from onetrip.lobby.actions.ending import leave as leave
from onetrip.lobby.actions.ending import miss as miss
from onetrip.lobby.actions.ending import restore as restore
from onetrip.lobby.actions.learning import learn_waits as learn_waits
from onetrip.lobby.actions.recognising import recognise as recognise
from onetrip.lobby.actions.recognising import unwant as unwant
from onetrip.lobby.actions.recognising import want as want
from onetrip.lobby.actions.serving import Served as Served
from onetrip.lobby.actions.serving import note_matters as note_matters

"""What can be done with devices: a bridge reports, a paper is asked for, fetched, printed or given up."""

from onetrip.devices.actions.printing import ask as ask
from onetrip.devices.actions.printing import ask_for as ask_for
from onetrip.devices.actions.printing import cannot_render as cannot_render
from onetrip.devices.actions.printing import ended as ended
from onetrip.devices.actions.printing import sent as sent
from onetrip.devices.actions.printing import take as take
from onetrip.devices.actions.reporting import Beat as Beat
from onetrip.devices.actions.reporting import Heard as Heard
from onetrip.devices.actions.reporting import beat as beat
from onetrip.devices.actions.reporting import report_camera as report_camera
from onetrip.devices.actions.screening import screen_seen as screen_seen
from onetrip.devices.actions.stations import add_station as add_station
from onetrip.devices.actions.stations import give_key as give_key
from onetrip.devices.actions.stations import retire as retire
from onetrip.devices.actions.stations import revoke_key as revoke_key
from onetrip.devices.actions.sweeping import sweep as sweep

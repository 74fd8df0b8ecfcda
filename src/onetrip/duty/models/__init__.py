"""The tables of duty and attendance."""

from onetrip.duty.models.asked import Leave as Leave
from onetrip.duty.models.asked import Wish as Wish
from onetrip.duty.models.presence import Attendance as Attendance
from onetrip.duty.models.presence import Break as Break
from onetrip.duty.models.presence import Overtime as Overtime
from onetrip.duty.models.rosters import Assignment as Assignment
from onetrip.duty.models.rosters import Roster as Roster
from onetrip.duty.models.rosters import RosterDay as RosterDay
from onetrip.duty.models.rosters import RosterSeen as RosterSeen
from onetrip.duty.models.rosters import Swap as Swap
from onetrip.duty.models.staffing import Contract as Contract
from onetrip.duty.models.staffing import ShiftPattern as ShiftPattern

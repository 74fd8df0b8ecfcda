"""A past year of the demonstration centre, invented: days as halls have them, waits out of a queue that was played through.

Plans, appraisal, learnt waits and the rehearsal need something to stand on. Nobody in it has a name or a number.
"""

from onetrip.web.demonstration.year.playing import play as play

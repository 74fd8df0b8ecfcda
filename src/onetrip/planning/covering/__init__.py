"""Which papers to bring, so that of every group "any one of these" one is there, with the least burden. Exact, pure."""

from onetrip.planning.covering.cover import MOST_STEPS as MOST_STEPS
from onetrip.planning.covering.cover import cover as cover
from onetrip.planning.covering.needs import Cost as Cost
from onetrip.planning.covering.needs import Cover as Cover
from onetrip.planning.covering.needs import Need as Need
from onetrip.planning.covering.needs import Price as Price
from onetrip.planning.covering.needs import Way as Way
from onetrip.planning.covering.needs import greedy as greedy

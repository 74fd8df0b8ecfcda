"""The synthetic city: people who do not exist, in the published shape of Shanghai. Pure; floor 1."""

from onetrip.synthetic.city import SEED as SEED
from onetrip.synthetic.city import City as City
from onetrip.synthetic.city import city as city
from onetrip.synthetic.city import left_out as left_out
from onetrip.synthetic.city import unshaped as unshaped
from onetrip.synthetic.conditions import holds as holds
from onetrip.synthetic.identity import id_numbers as id_numbers
from onetrip.synthetic.shapes import shapes as shapes

"""Questions of training, made from the definitions of matters and judged by the same engine that serves residents. Pure.

Three things are asked of this room: `items_of` a matter, `find` one by its id, and `judge` an answer. A key is stored nowhere;
it is worked out on the catalogue whenever an answer is judged.
"""

from onetrip.training.items.asking import Changed as Changed
from onetrip.training.items.asking import changed as changed
from onetrip.training.items.asking import find as find
from onetrip.training.items.asking import items_of as items_of
from onetrip.training.items.coverage import Coverage as Coverage
from onetrip.training.items.coverage import coverage as coverage
from onetrip.training.items.judging import judge as judge
from onetrip.training.items.overview import Overview as Overview
from onetrip.training.items.overview import nearest as nearest
from onetrip.training.items.overview import overview as overview
from onetrip.training.items.role_play import RolePlay as RolePlay
from onetrip.training.items.role_play import role_play as role_play
from onetrip.training.items.shapes import Item as Item
from onetrip.training.items.shapes import Judged as Judged
from onetrip.training.items.shapes import Kind as Kind
from onetrip.training.items.shapes import Option as Option

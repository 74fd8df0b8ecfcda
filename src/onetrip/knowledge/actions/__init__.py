"""What can be done with a difficult case and with what was answered."""

from onetrip.knowledge.actions.answers import confirm as confirm
from onetrip.knowledge.actions.answers import correct as correct
from onetrip.knowledge.actions.answers import put_back as put_back
from onetrip.knowledge.actions.answers import withdraw_answer as withdraw_answer
from onetrip.knowledge.actions.asking import ask as ask
from onetrip.knowledge.actions.asking import judge as judge
from onetrip.knowledge.actions.asking import note_told as note_told
from onetrip.knowledge.actions.asking import say_more as say_more
from onetrip.knowledge.actions.asking import spare as spare
from onetrip.knowledge.actions.asking import withdraw as withdraw
from onetrip.knowledge.actions.helping import answer as answer
from onetrip.knowledge.actions.helping import come as come
from onetrip.knowledge.actions.helping import pass_on as pass_on
from onetrip.knowledge.actions.helping import see as see
from onetrip.knowledge.actions.helping import settle as settle
from onetrip.knowledge.actions.helping import use_answer as use_answer
from onetrip.knowledge.actions.helping import write_up as write_up
from onetrip.knowledge.actions.reminding import remind as remind
from onetrip.knowledge.actions.taking_up import take_up as take_up
from onetrip.knowledge.actions.taking_up import undo_taking_up as undo_taking_up

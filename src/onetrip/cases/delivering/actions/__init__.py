"""What can be done about delivery: choose how, have it ready, hand it over, post it, put it into a cabinet, ask after it."""

from onetrip.cases.delivering.actions.choosing import choose as choose
from onetrip.cases.delivering.actions.choosing import choose_by_resident as choose_by_resident
from onetrip.cases.delivering.actions.choosing import choose_for as choose_for
from onetrip.cases.delivering.actions.handing_out import Taker as Taker
from onetrip.cases.delivering.actions.handing_out import close_on_the_spot as close_on_the_spot
from onetrip.cases.delivering.actions.handing_out import hand_out as hand_out
from onetrip.cases.delivering.actions.hearing import follow as follow
from onetrip.cases.delivering.actions.hearing import hear as hear
from onetrip.cases.delivering.actions.posting import come_back as come_back
from onetrip.cases.delivering.actions.posting import place_orders as place_orders
from onetrip.cases.delivering.actions.posting import post as post
from onetrip.cases.delivering.actions.storing import add_cabinet as add_cabinet
from onetrip.cases.delivering.actions.storing import ask_code as ask_code
from onetrip.cases.delivering.actions.storing import open_door as open_door
from onetrip.cases.delivering.actions.storing import put_in as put_in
from onetrip.cases.delivering.actions.storing import take_out as take_out
from onetrip.cases.delivering.actions.storing import unlock as unlock
from onetrip.cases.delivering.actions.unclaimed import fetch_back as fetch_back
from onetrip.cases.delivering.actions.unclaimed import give_back as give_back
from onetrip.cases.delivering.actions.unclaimed import note_call as note_call
from onetrip.cases.delivering.actions.unclaimed import remind as remind

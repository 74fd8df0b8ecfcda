"""What can be done in a consultation and with the slip that comes out of it."""

from onetrip.advice.actions.carrying import carry_over as carry_over
from onetrip.advice.actions.carrying import forget_all as forget_all
from onetrip.advice.actions.consultations import accept_offer as accept_offer
from onetrip.advice.actions.consultations import answer as answer
from onetrip.advice.actions.consultations import ask_everything as ask_everything
from onetrip.advice.actions.consultations import begin as begin
from onetrip.advice.actions.consultations import begin_again as begin_again
from onetrip.advice.actions.consultations import come_by_proxy as come_by_proxy
from onetrip.advice.actions.consultations import decline as decline
from onetrip.advice.actions.consultations import forget_paper as forget_paper
from onetrip.advice.actions.consultations import have_paper as have_paper
from onetrip.advice.actions.consultations import hear as hear
from onetrip.advice.actions.consultations import lack_paper as lack_paper
from onetrip.advice.actions.consultations import read_identity as read_identity
from onetrip.advice.actions.consultations import skip as skip
from onetrip.advice.actions.consultations import switch_channel as switch_channel
from onetrip.advice.actions.consultations import take_back as take_back
from onetrip.advice.actions.consultations import unhear as unhear
from onetrip.advice.actions.earlier import agree_to_reuse as agree_to_reuse
from onetrip.advice.actions.earlier import reuse_answers as reuse_answers
from onetrip.advice.actions.earlier import withdraw_reuse as withdraw_reuse
from onetrip.advice.actions.learning import learn_prior as learn_prior
from onetrip.advice.actions.slips import break_promise as break_promise
from onetrip.advice.actions.slips import honour as honour
from onetrip.advice.actions.slips import issue as issue

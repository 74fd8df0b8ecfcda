"""What can be done with papers and cases: accept, say what is missing, and bring a case to its end."""

from onetrip.cases.actions.accepting import PapersMissing as PapersMissing
from onetrip.cases.actions.accepting import accept as accept
from onetrip.cases.actions.following import ask_supplement as ask_supplement
from onetrip.cases.actions.following import complete as complete
from onetrip.cases.actions.following import decide as decide
from onetrip.cases.actions.following import deliver as deliver
from onetrip.cases.actions.following import supplement as supplement
from onetrip.cases.actions.following import withdraw as withdraw
from onetrip.cases.actions.telling import MissingPaper as MissingPaper
from onetrip.cases.actions.telling import tell_missing as tell_missing
from onetrip.cases.actions.without_ticket import Application as Application
from onetrip.cases.actions.without_ticket import Received as Received
from onetrip.cases.actions.without_ticket import accept_without_ticket as accept_without_ticket
from onetrip.cases.actions.writing import AcceptedMatter as AcceptedMatter
from onetrip.cases.actions.writing import ExtraPaper as ExtraPaper

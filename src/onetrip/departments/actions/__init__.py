"""What can be done: systems and their keys, the work of a system on a case, who is told of changes."""

from onetrip.departments.actions.keeping import sweep as sweep
from onetrip.departments.actions.keeping import tidy as tidy
from onetrip.departments.actions.results import complete as complete
from onetrip.departments.actions.results import note_fetched as note_fetched
from onetrip.departments.actions.results import send_file as send_file
from onetrip.departments.actions.sending import send_due as send_due
from onetrip.departments.actions.subscribing import new_secret as new_secret
from onetrip.departments.actions.subscribing import pause as pause
from onetrip.departments.actions.subscribing import resume as resume
from onetrip.departments.actions.subscribing import send_again as send_again
from onetrip.departments.actions.subscribing import subscribe as subscribe
from onetrip.departments.actions.subscribing import unsubscribe as unsubscribe
from onetrip.departments.actions.systems import Made as Made
from onetrip.departments.actions.systems import add_system as add_system
from onetrip.departments.actions.systems import close as close
from onetrip.departments.actions.systems import give_key as give_key
from onetrip.departments.actions.systems import let_see_identity as let_see_identity
from onetrip.departments.actions.systems import revoke_key as revoke_key
from onetrip.departments.actions.working import give_back as give_back
from onetrip.departments.actions.working import step as step
from onetrip.departments.actions.working import take as take
from onetrip.departments.actions.working import view_identity as view_identity

"""What can be done to second factors, sessions and identities."""

from onetrip.signin.actions.factors import begin_code_app as begin_code_app
from onetrip.signin.actions.factors import begin_passkey as begin_passkey
from onetrip.signin.actions.factors import confirm_code_app as confirm_code_app
from onetrip.signin.actions.factors import confirm_passkey as confirm_passkey
from onetrip.signin.actions.factors import forget_factors as forget_factors
from onetrip.signin.actions.factors import new_recovery_codes as new_recovery_codes
from onetrip.signin.actions.factors import remove_factor as remove_factor
from onetrip.signin.actions.identities import account_of_identity as account_of_identity
from onetrip.signin.actions.identities import resident_of_identity as resident_of_identity
from onetrip.signin.actions.ruling import set_rule as set_rule
from onetrip.signin.actions.sessions import end_other_sessions as end_other_sessions
from onetrip.signin.actions.sessions import end_session as end_session
from onetrip.signin.actions.tidying import tidy as tidy

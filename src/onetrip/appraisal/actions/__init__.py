"""What can be done: set the model, review a coefficient, freeze and correct a month, sign, object, answer, look."""

from onetrip.appraisal.actions.freezing import correct as correct
from onetrip.appraisal.actions.freezing import freeze as freeze
from onetrip.appraisal.actions.freezing import sign as sign
from onetrip.appraisal.actions.looking import note_look as note_look
from onetrip.appraisal.actions.objecting import answer as answer
from onetrip.appraisal.actions.objecting import make_objection as make_objection
from onetrip.appraisal.actions.setting import review_coefficient as review_coefficient
from onetrip.appraisal.actions.setting import set_model as set_model

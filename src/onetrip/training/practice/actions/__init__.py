"""What can be done in practice: answer, say how it felt, take that back; follow the catalogue; say how much is practised."""

from onetrip.training.practice.actions.answering import answer as answer
from onetrip.training.practice.actions.answering import feel as feel
from onetrip.training.practice.actions.answering import unfeel as unfeel
from onetrip.training.practice.actions.following import follow as follow
from onetrip.training.practice.actions.following_cases import follow_cases as follow_cases
from onetrip.training.practice.actions.setting import set_terms as set_terms

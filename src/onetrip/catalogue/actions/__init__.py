"""What can be done to the catalogue: draft a change, have it reviewed, publish it, go back; note what the counter found."""

from onetrip.catalogue.actions.drafting import SavedMeanwhile as SavedMeanwhile
from onetrip.catalogue.actions.drafting import discard_file as discard_file
from onetrip.catalogue.actions.drafting import import_files as import_files
from onetrip.catalogue.actions.drafting import open_draft as open_draft
from onetrip.catalogue.actions.drafting import save_file as save_file
from onetrip.catalogue.actions.learning import learn as learn
from onetrip.catalogue.actions.noting import note_broken_promise as note_broken_promise
from onetrip.catalogue.actions.noting import note_complaint as note_complaint
from onetrip.catalogue.actions.noting import note_difficult as note_difficult
from onetrip.catalogue.actions.noting import note_unanswered as note_unanswered
from onetrip.catalogue.actions.noting import settle_finding as settle_finding
from onetrip.catalogue.actions.noting import take_back_finding as take_back_finding
from onetrip.catalogue.actions.noting import take_up_finding as take_up_finding
from onetrip.catalogue.actions.publishing import publish as publish
from onetrip.catalogue.actions.publishing import publish_draft as publish_draft
from onetrip.catalogue.actions.publishing import publish_due as publish_due
from onetrip.catalogue.actions.publishing import roll_back as roll_back
from onetrip.catalogue.actions.reviewing import approve as approve
from onetrip.catalogue.actions.reviewing import return_to_author as return_to_author
from onetrip.catalogue.actions.reviewing import submit as submit
from onetrip.catalogue.actions.reviewing import withdraw as withdraw

"""The forms of case work."""

from arraigo.casework.forms.cases import AnnulForm, OpenCaseForm, ReassignForm, WhyForm
from arraigo.casework.forms.closures import ClosureForm
from arraigo.casework.forms.follow_ups import CHANGED, REACHED, SAME, AttemptForm, FollowUpForm
from arraigo.casework.forms.work import CaseForm, NoteForm, PostponeForm, SessionForm

__all__ = [
    "CHANGED",
    "REACHED",
    "SAME",
    "AnnulForm",
    "AttemptForm",
    "CaseForm",
    "ClosureForm",
    "FollowUpForm",
    "NoteForm",
    "OpenCaseForm",
    "PostponeForm",
    "ReassignForm",
    "SessionForm",
    "WhyForm",
]

"""The forms of case work."""

from arraigo.casework.forms.cases import AnnulForm, OpenCaseForm, ReassignForm, WhyForm
from arraigo.casework.forms.closures import ClosureForm
from arraigo.casework.forms.work import (
    CHANGED,
    REACHED,
    SAME,
    CaseForm,
    FollowUpForm,
    NoteForm,
    PostponeForm,
    SessionForm,
)

__all__ = [
    "CHANGED",
    "REACHED",
    "SAME",
    "AnnulForm",
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

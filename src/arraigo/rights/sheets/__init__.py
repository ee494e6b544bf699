"""Every field of every model that reaches a person, declared once.

*Propio* (`own`) goes into the copy of her file, with the words she reads; *tercero* (`third`)
tells of somebody else; *reservado* (`reserved`) is protection, suspicion or machinery. Neither of
the latter leaves the system. `erased` names the columns whose text erasure takes away, whatever
they are; the rest are codes, dates and figures, which keep the aggregates. A test introspects all
models and fails on a field that is not here (domain: privacy, copy of the file).
"""

from __future__ import annotations

from arraigo.rights.sheets.cases import CASES
from arraigo.rights.sheets.field import FIELD
from arraigo.rights.sheets.people import LISTS_AND_MERGES, PEOPLE
from arraigo.rights.sheets.rights import RIGHTS
from arraigo.rights.sheets.services import LEARNING_AND_WORK, PROFILE_AND_PLAN, REFERRALS
from arraigo.rights.sheets.sheet import Sheet

#: In the order in which the copy prints them.
SHEETS = (*PEOPLE, *CASES, *PROFILE_AND_PLAN, *REFERRALS, *LEARNING_AND_WORK, *FIELD, *RIGHTS,
          *LISTS_AND_MERGES)  # fmt: skip

#: Those with rows of class C.
GUARDED = tuple(sheet for sheet in SHEETS if sheet.guarded)

#: Texts that hold codes, kept so that the figures stay what they were.
CODES = frozenset({
    "casework.Case.code", "casework.CaseState.missing", "casework.CaseTransfer.code",
    "casework.CaseTransfer.step_name", "casework.Closure.outcome",
    "casework.Closure.reason", "casework.CounsellingSession.topics", "casework.FollowUp.outcomes",
    "casework.QualityCheck.answers",
    "field.Submission.form_id", "field.Submission.instance_id", "field.Submission.sha256",
    "field.Submission.version_text", "field.SubmissionFile.content_type",
    "field.SubmissionFile.name", "field.SubmissionFile.sha256", "field.Submission.doubts",
    "people.Consent.disclosed_fields", "people.Lead.country", "people.MatchCandidate.agreements",
    "people.MatchCandidate.model_version", "people.Merge.kept", "people.Merge.own_rows",
    "people.MergeMove.column_name", "people.MergeMove.row_id", "people.MergeMove.table_name",
    "people.PersonFile.content_type", "people.ReturnEvent.country", "people.Separation.rows",
    "people.Separation.values", "profiling.AssessmentScore.dimensions",
    "profiling.Profile.changed_at", "referrals.AnswerLink.code_hash",
    "referrals.AnswerLink.codes_asked_at", "referrals.AnswerLink.token_hash",
    "referrals.ReferralEvent.name",
    *(f"{label}.source_table" for label in
      ("casework.CaseEvent", "casework.Document", "casework.Due", "casework.ServiceDelivery")),
})  # fmt: skip

__all__ = ["CODES", "GUARDED", "SHEETS", "Sheet"]

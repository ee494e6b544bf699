"""One hash of each table of the training data, serial numbers of the database apart."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models

from arraigo.casework import models as casework
from arraigo.contracts import models as contracts
from arraigo.coordination import models as coordination
from arraigo.jobs import models as jobs
from arraigo.learning import models as learning
from arraigo.people import models as people
from arraigo.plans import models as plans
from arraigo.profiling import models as profiling
from arraigo.referrals import models as referrals
from arraigo.reports import models as reports

KEY_TABLES: tuple[type[models.Model], ...] = (
    people.Person, people.ContactPoint, people.ReturnEvent, people.Consent, people.RefusalCount,
    casework.Case, casework.CaseAssignment, casework.CaseEvent, casework.CaseState, casework.Due,
    casework.Note, casework.CounsellingSession, casework.FollowUp, casework.ContactAttempt,
    casework.Closure, casework.ServiceDelivery, profiling.Profile, profiling.WorkExperience,
    plans.Plan, plans.Goal, plans.PlanAction, referrals.Referral, referrals.ReferralEvent,
    learning.Enrolment, learning.Completion, learning.Certificate, jobs.Application,
    jobs.Placement, coordination.Mechanism, coordination.Activity, coordination.Agreement,
    contracts.Contract, contracts.ContractMonth, contracts.Authorisation,
    contracts.PaymentCertificate, reports.MonthlyReport, reports.ReportFact,
)  # fmt: skip


def digest() -> dict[str, str]:
    """Return the SHA-256 of each key table: ids, codes, dates and words, no serial number."""
    found = {}
    for model in KEY_TABLES:
        columns = [field.attname for field in model._meta.concrete_fields if _tells(field)]
        rows = sorted(repr(row) for row in model._default_manager.values_list(*columns))
        found[model._meta.db_table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def _tells(field: models.Field[Any, Any]) -> bool:
    """Tell whether a column says something; a serial number of these tables does not."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return not (isinstance(target, models.AutoField) and target.model in KEY_TABLES)

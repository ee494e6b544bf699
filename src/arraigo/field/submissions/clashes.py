"""Questions that two answered differently: what came beside what stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from arraigo.accounts.models import User
from arraigo.core.models import History
from arraigo.field.enums import Problem
from arraigo.field.handlers.profile import in_words, label_of
from arraigo.field.models import Submission
from arraigo.profiling.models import Profile


@dataclass(frozen=True)
class Decision:
    """A question to be decided: what came, what stands, and who said that and when."""

    name: str
    label: str
    sent: str
    standing: str
    by: User | None
    at: datetime


@dataclass(frozen=True)
class Clashes:
    """What a person has to decide, compared with this version of the profile."""

    version: int = 0
    decisions: tuple[Decision, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.decisions)


def clashes_of(submission: Submission) -> Clashes:
    """Return what a person has to decide about a delivery, as it stands now."""
    if submission.problem != Problem.CLASH or submission.case is None:
        return Clashes()
    profile = Profile.objects.of_case(submission.case)
    if profile is None:
        return Clashes()
    decisions = (_decision(profile, name, sent) for name, sent in submission.details)
    return Clashes(profile.version, tuple(decisions))


def _decision(profile: Profile, name: str, sent: str) -> Decision:
    version = profile.changed_at.get(name, profile.version)
    told = _told(profile, version)
    return Decision(name, label_of(name), sent, in_words(profile, name), *told)


def _told(profile: Profile, version: int) -> tuple[User | None, datetime]:
    """Return who made a version of the profile, and when: the history keeps what followed it."""
    lines = History.objects.filter(table_name=Profile._meta.db_table, row_id=str(profile.pk))
    followed = lines.filter(before__version=version).first()
    if followed is None or followed.before is None:
        return profile.updated_by, profile.updated_at
    was = followed.before
    by = User.objects.filter(pk=was.get("updated_by_id", profile.updated_by_id)).first()
    return by, datetime.fromisoformat(was.get("updated_at", profile.updated_at.isoformat()))

"""Writes about monthly reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import note_act
from arraigo.casework.models import Note
from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused, advance, refusal
from arraigo.reports.enums import DecisionName
from arraigo.reports.freezing import as_of_now, fingerprint, freeze
from arraigo.reports.gathering import MARKS, appended, notes_of, without_person
from arraigo.reports.models import NARRATIVES, MonthlyReport, ReportDecision, ReportNote
from arraigo.reports.transitions import TRANSITIONS
from arraigo.territory.models import Office


@dataclass(frozen=True, slots=True)
class Narrative:
    """The three texts of a report, as somebody typed them."""

    good_practices: str = ""
    challenges: str = ""
    results: str = ""


class NarrativeOutdated(Outdated):
    """The texts changed since they were opened; `saved` is the report as it stands now."""

    def __init__(self, saved: MonthlyReport) -> None:
        super().__init__()
        self.saved = saved


@transaction.atomic
def start_report(*, author: Any, office: Office, starts_on: date, ends_on: date) -> MonthlyReport:
    """Start the author's report of a period and return it.

    Asked twice, or by two at once, it returns the one there is. Raises `Refused` for a period
    still to come, or one that shares days with another report of the author.
    """
    if starts_on > clock.today():
        raise Refused(_("El periodo todavía no empieza."))
    try:
        with transaction.atomic():
            return MonthlyReport.objects.create(
                author=author, office=office, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError:
        existing = MonthlyReport.objects.filter(
            author=author, office=office, starts_on=starts_on, ends_on=ends_on
        ).first()
    if existing is None:
        raise Refused(_("Ya hay un informe de días de ese periodo."))
    return existing


@transaction.atomic
def save_narrative(
    *, report: MonthlyReport, user: Any, version: int, narrative: Narrative
) -> MonthlyReport:
    """Save the texts that were opened at `version`, and return the report.

    The same texts sent twice are saved once. Raises `Refused` to anybody but the author and
    once the report was sent, `NarrativeOutdated` when other texts were saved in between.
    """
    locked = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    if locked.author_id != user.pk:
        raise Refused(_("Sólo quien escribe el informe puede cambiarlo."))
    if not locked.is_open:
        raise Refused(_("El informe ya se envió: no se puede cambiar."))
    typed = {name: _plain(getattr(narrative, name)) for name in NARRATIVES}
    if typed == {name: getattr(locked, name) for name in NARRATIVES}:
        return locked
    if locked.version != version:
        raise NarrativeOutdated(locked)
    for name, text in typed.items():
        setattr(locked, name, text)
    locked.version += 1
    locked.save(update_fields=[*NARRATIVES, "version"])
    return locked


@transaction.atomic
def gather_note(
    *, report: MonthlyReport, user: Any, version: int, narrative: Narrative, note: Note, into: str
) -> MonthlyReport:
    """Save the texts with the note added to the one named `into`, and return the report.

    The note goes in without the person's names. Twice is once. Raises what `save_narrative`
    does, and `Refused` for a note that is not the author's, not of the period or not so marked.
    """
    locked = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    known = notes_of(report, user).filter(pk=note.pk).first()
    if into not in MARKS or known is None or not getattr(known, MARKS[into]):
        raise Refused(_("Esa nota no es de este informe."))
    text = appended(getattr(narrative, into), without_person(known.text, known.person))
    if report.notes.filter(note_id=known.pk, narrative=into).exists():
        if getattr(locked, into) == _plain(text):
            return locked
        return save_narrative(report=report, user=user, version=version, narrative=narrative)
    saved = save_narrative(
        report=report, user=user, version=version, narrative=replace(narrative, **{into: text})
    )
    ReportNote.objects.create(report=report, note_id=known.pk, narrative=into)
    return saved


def _plain(text: str) -> str:
    """Return a text with the line ends of the server, as browsers send others."""
    return text.replace("\r\n", "\n").strip()


@transaction.atomic
def submit_report(*, report: MonthlyReport, user: Any) -> MonthlyReport:
    """Send the author's report to review. Raises `Refused` with the reason it cannot be."""
    advance(TRANSITIONS, DecisionName.SUBMIT, report, user, user.roles, submitted_at=clock.now())
    _log(report, DecisionName.SUBMIT, user)
    return report


@transaction.atomic
def return_report(*, report: MonthlyReport, user: Any, comment: str) -> MonthlyReport:
    """Give the report back to its author with what to correct.

    Raises `Refused` without a comment, to the author and to who does not lead the office.
    """
    if not comment.strip():
        raise Refused(_("Escriba qué hay que corregir."))
    advance(
        TRANSITIONS, DecisionName.RETURN, report, user, user.roles,
        decided_by=user, decided_at=clock.now(),
    )  # fmt: skip
    _log(report, DecisionName.RETURN, user, comment.strip())
    _note_act(report, user, _("Devolvió un informe"))
    return report


@transaction.atomic
def approve_report(*, report: MonthlyReport, user: Any, seen: str = "") -> MonthlyReport:
    """Approve the report: its content, the facts and the fingerprint freeze with it, for good.

    `seen` is the fingerprint of what was on the screen: if the facts changed since, nothing is
    approved. Raises `Refused` with the reason, and `Outdated` to the second of two at once.
    """
    locked = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != report.state:
        raise Outdated
    why = refusal(TRANSITIONS, DecisionName.APPROVE, locked, user, user.roles)
    if why is not None:
        raise Refused(why)
    frozen = as_of_now(report)
    if seen and seen != fingerprint(report, frozen):
        raise Refused(_("Las cifras cambiaron desde que abrió esta página. Revíselas de nuevo."))
    try:
        with transaction.atomic():
            sha256 = freeze(report, frozen)
    except IntegrityError as error:
        raise Refused(_("Un hecho de este informe ya está en otro informe aprobado.")) from error
    advance(
        TRANSITIONS, DecisionName.APPROVE, report, user, user.roles,
        decided_by=user, decided_at=clock.now(), sha256=sha256,
        compared_with=frozen.compared_with,
    )  # fmt: skip
    _log(report, DecisionName.APPROVE, user)
    _note_act(report, user, _("Aprobó un informe"))
    return report


def _note_act(report: MonthlyReport, user: Any, name: Any) -> None:
    note_act(user=user, office_id=report.office_id, source=report, name=name)


def _log(report: MonthlyReport, name: DecisionName, user: Any, comment: str = "") -> None:
    ReportDecision.objects.create(report=report, name=name, by=user, comment=comment)

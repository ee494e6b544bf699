"""The addresses a phone asks: forms, their files, the list of cases, and the delivery."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.core import traces
from arraigo.core.reading.uploads import was_cut_off, was_too_big
from arraigo.field.devices.actions import note_use
from arraigo.field.models import Device, FormMedia, XFormVersion
from arraigo.field.openrosa import answers, lists
from arraigo.field.openrosa.gate import app_of, through_device
from arraigo.field.submissions.intake import Delivery, receive
from arraigo.field.submissions.storing import Attached
from arraigo.field.xform.reading import NotXml
from arraigo.people.offices import office_of

XML_PART = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"


def _address(name: str, token: str, *args: object) -> str:
    return f"{settings.BASE_URL}{reverse(f'openrosa:{name}', args=[token, *args])}"


@require_safe
@through_device
def form_list(request: HttpRequest, token: str, device: Device) -> HttpResponse:
    """List the forms that the phone is to have; whatever is missing leaves it."""
    versions = XFormVersion.objects.for_collect()
    asked = request.GET.get("formID")
    note_use(device, app_of(request))
    return answers.form_list(
        answers.Listed(
            form_id=each.form.form_id, name=each.form.title, version=each.version, md5=each.md5,
            download_url=_address("form", token, each.pk),
            manifest_url=_address("manifest", token, each.pk),
        )
        for each in versions if asked in (None, each.form.form_id)
    )  # fmt: skip


def _version(pk: uuid.UUID) -> XFormVersion:
    return get_object_or_404(XFormVersion.objects.for_collect(), pk=pk)


@require_safe
@through_device
def form(request: HttpRequest, token: str, device: Device, pk: uuid.UUID) -> HttpResponse:
    """Give a form."""
    version = _version(pk)
    note_use(device, app_of(request), forms={version.form.form_id: version.version})
    return answers.answer(version.xml)


@require_safe
@through_device
def manifest(request: HttpRequest, token: str, device: Device, pk: uuid.UUID) -> HttpResponse:
    """Name every file that the form needs; Collect drops the form if one is missing."""
    version = _version(pk)
    files = [
        answers.Medium(each.filename, each.md5, _address("media", token, each.pk))
        for each in version.media.defer("content").order_by("filename")
    ]
    if lists.NAME in version.needs:
        cases = lists.cases_of(device.user)
        files.append(
            answers.Medium(
                lists.NAME, cases.md5, _address("cases", token), _address("integrity", token)
            )
        )
    return answers.manifest(files)


@require_safe
@through_device
def media(request: HttpRequest, token: str, device: Device, pk: uuid.UUID) -> HttpResponse:
    """Give a file of a form that the phone may have."""
    allowed = XFormVersion.objects.for_collect()
    found = get_object_or_404(FormMedia.objects.filter(version__in=allowed), pk=pk)
    kind = "text/csv" if found.filename.endswith(".csv") else "application/octet-stream"
    return answers.answer(bytes(found.content), kind=kind)


@require_safe
@through_device
def cases(request: HttpRequest, token: str, device: Device) -> HttpResponse:
    """Give the list of one's own open cases, and trace everybody in it."""
    listed = lists.cases_of(device.user)
    traces.show(listed.person_ids)
    note_use(device, app_of(request), lists={lists.NAME: len(listed.person_ids)})
    return answers.answer(listed.content, kind="text/csv")


@require_safe
@through_device
def integrity(request: HttpRequest, token: str, device: Device) -> HttpResponse:
    """Say which of the cases on the phone are to leave it."""
    asked = [ident for ident in request.GET.get("id", "").split(",") if ident]
    return answers.integrity(lists.still_there(device.user, asked))


@require_http_methods(["HEAD", "POST"])
@through_device
def submission(request: HttpRequest, token: str, device: Device) -> HttpResponse:
    """Take in an interview, or a part of one: 201 whatever becomes of it, once it is kept."""
    if request.method == "HEAD":
        response = answers.answer(status=HTTPStatus.NO_CONTENT)
        response["Location"] = _address("submission", token)
        return response
    delivery = _delivery(request)
    if was_too_big(request):
        text = _("La entrega pesa más de 10 MB. Envíela con fotos más pequeñas.")
        return answers.message(text, "error", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if was_cut_off(request):
        text = _("La entrega llegó incompleta. El teléfono la enviará otra vez.")
        return answers.message(text, "error", HTTPStatus.REQUEST_TIMEOUT)
    try:
        if delivery is None:
            raise NotXml("nothing")
        office = office_of(device.user)
        kept = receive(delivery=delivery, user=device.user, office=office, device=device)
    except NotXml:
        text = _("No se pudo leer la entrega: no trae una entrevista.")
        return answers.message(text, "error", HTTPStatus.BAD_REQUEST)
    note_use(device, app_of(request))
    text = _("Recibido. Su número es %(receipt)s.") % {"receipt": kept.receipt}
    return answers.message(text, "submit_success", HTTPStatus.CREATED)


def _delivery(request: HttpRequest) -> Delivery | None:
    """Return what the request brought; None without an interview."""
    files, sent = [], None
    every: Any = request.FILES.lists()
    for field, uploaded in ((name, each) for name, several in every for each in several):
        data = uploaded.read()
        if field == XML_PART:
            sent = data
        else:
            kind = uploaded.content_type or "application/octet-stream"
            files.append(Attached((uploaded.name or field)[-160:], data, kind))
    if sent is None:
        sent = request.POST.get(XML_PART, "").encode() or None
    return None if sent is None else Delivery(sent, files, INCOMPLETE not in request.POST)

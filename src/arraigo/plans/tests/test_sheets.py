"""A plan signed on paper: the photo of the sheet is its signature, once, and never both."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.documents.actions import annul_document
from arraigo.casework.models import Document
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.pictures.cleaning import Picture, clean_picture
from arraigo.core.tests.pictures import photo, telling_photo
from arraigo.core.transitions import Refused
from arraigo.people.enums import ConsentHow
from arraigo.people.files import read_file
from arraigo.plans.inputs import Signed
from arraigo.plans.models import Plan
from arraigo.plans.paper import _data as paper_data
from arraigo.plans.sheets import add_sheet, lacks_sheet
from arraigo.plans.tests.making import PNG_URL, again, agreed, amended, drafted

pytestmark = pytest.mark.django_db

CANARY = "lugarsecreto"


@pytest.fixture(scope="module")
def picture():
    return clean_picture(photo())


def on_paper(picture, **changes):
    usual = {"how": ConsentHow.PAPER, "witness_name": "Testigo de Prueba", "sheet": picture}
    return Signed(**{**usual, **changes})


def file(name="camera", data=None):
    return {name: SimpleUploadedFile("hoja.jpg", data or photo(), "image/jpeg")}


def told(plan, **changes):
    return {
        "revision": str(plan.revision), "consent_how": "paper", "witness_name": "Don Testigo",
        "agreed_on": clock.today().isoformat(), **changes,
    }  # fmt: skip


def documents():
    with acting_as(SYSTEM):
        return list(Document.objects.select_related("file").order_by("recorded_at"))


def test_the_photo_is_the_signature_and_a_document_of_the_case(cast, case, at_work):
    plan = drafted(case, cast.promotora)
    sign = reverse("plans:agree", args=[plan.pk])
    sent = told(plan) | file(data=telling_photo(CANARY))
    assert at_work.post(sign, sent)["Location"] == plan.get_absolute_url()
    [document] = documents()
    assert (document.kind, document.source_id, document.case_id) == ("signature", plan.pk, case.pk)
    signed = again(plan)
    assert (signed.signed_how, signed.witness_name) == (ConsentHow.PAPER, "Don Testigo")
    assert signed.agreed_on == clock.today()
    assert signed.signature_id == document.file_id
    with acting_as(SYSTEM):
        assert CANARY.encode() not in read_file(document.file)
        assert paper_data(signed)["signed"]["person"].startswith("Firmó en papel ante Don Testigo")
    page = at_work.get(plan.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in page
    assert "Falta la foto" not in page


def test_sent_twice_it_is_kept_once(cast, case, at_work):
    plan = drafted(case, cast.promotora)
    for _time in range(2):
        at_work.post(reverse("plans:agree", args=[plan.pk]), told(plan) | file("gallery"))
    assert len(documents()) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Falta la foto de la hoja firmada."),
        (file() | {"witness_name": ""}, "Escriba el nombre del testigo."),
        (file(data=b"%PDF-1.7 hoja"), "Los PDF no se guardan"),
        (file() | {"consent_how": "witness"}, "La foto es de la hoja: escoja que firma en papel."),
        (file() | {"consent_how": "signature", "signature": PNG_URL}, "La foto es de la hoja"),
    ],
    ids=["no photo", "no witness", "no photo but a PDF", "by word", "both"],
)
def test_without_what_it_needs_it_is_not_signed(cast, case, at_work, changes, words):
    plan = drafted(case, cast.promotora)
    answer = at_work.post(reverse("plans:agree", args=[plan.pk]), told(plan, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert again(plan).is_draft
    assert documents() == []


@pytest.mark.parametrize(
    ("wrong", "words"), [({"sheet": None}, "Falta la foto"), ({"witness_name": " "}, "testigo")]
)
def test_the_action_asks_for_both_by_itself(cast, case, picture, wrong, words):
    with pytest.raises(Refused, match=words):
        agreed(case, cast.promotora, on_paper(picture, **wrong))


def test_the_database_asks_who_saw_it(cast, case, picture):
    plan = agreed(case, cast.promotora, on_paper(picture))
    draft = amended(plan, cast.promotora)
    refused = pytest.raises(IntegrityError, match="plan_sheet_witnessed")
    with acting_as(SYSTEM), refused, transaction.atomic():
        Plan.objects.filter(pk=draft.pk).update(
            signed_how="paper", signature=plan.signature, witness_name=""
        )


def test_a_void_photo_is_asked_for_again_and_added_once(cast, case, picture, at_work):
    plan = agreed(case, cast.promotora, on_paper(picture))
    sheet = reverse("plans:sheet", args=[plan.pk])
    assert at_work.get(sheet)["Location"] == plan.get_absolute_url()
    with acting_as(Actor.user(cast.promotora)):
        annul_document(fact=Document.objects.get(), user=cast.promotora, reason="Salió movida")
    assert (
        "Falta la foto de la hoja firmada" in at_work.get(plan.get_absolute_url()).content.decode()
    )
    assert at_work.post(sheet, {"id": str(uuid.uuid4())}).status_code == 422
    for _time in range(2):
        answer = at_work.post(sheet, {"id": str(uuid.uuid4())} | file())
        assert answer["Location"] == plan.get_absolute_url()
    assert len(documents()) == 2
    assert not lacking(plan, cast.promotora)


def lacking(plan, user):
    with acting_as(Actor.user(user)):
        return lacks_sheet(again(plan), user)


def test_signed_otherwise_there_is_no_sheet(cast, case, plan, picture, at_work):
    assert not lacking(plan, cast.promotora)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused, match="papel"):
        add_sheet(plan=plan, picture=picture, sheet_id=uuid.uuid4(), user=cast.promotora)
    answer = at_work.post(
        reverse("plans:sheet", args=[plan.pk]), {"id": str(uuid.uuid4())} | file()
    )
    assert answer.status_code == 422


def test_another_office_adds_none(cast, case, picture, client_of):
    plan = agreed(case, cast.promotora, on_paper(picture))
    client = client_of(cast.promotora_esq)
    assert client.get(reverse("plans:sheet", args=[plan.pk])).status_code == 404
    with acting_as(SYSTEM), pytest.raises(Refused):
        add_sheet(plan=plan, picture=Picture(b"x"), sheet_id=uuid.uuid4(), user=cast.promotora_esq)


def test_her_sheet_is_not_on_another_plan(cast, case, picture):
    plan = agreed(case, cast.promotora, on_paper(picture))
    other = agreed(opened_case(cast.promotora), cast.promotora, on_paper(picture))
    kept = {document.source_id for document in documents()}
    assert kept == {plan.pk, other.pk}

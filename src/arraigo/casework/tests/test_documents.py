"""Documents: attached as a photo, kept sealed, handed out by one page, made void."""

from __future__ import annotations

import io
import tempfile
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as used
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.factories import opened_case
from tests.test_merge import merged

from arraigo.casework.actions import annul_fact
from arraigo.casework.documents.actions import DocumentInput, attach
from arraigo.casework.documents.enums import DocumentKind
from arraigo.casework.models import CaseEvent, Closure, Document, ServiceDelivery
from arraigo.core import sealing
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.pictures.cleaning import MESSAGES, clean_picture
from arraigo.core.pictures.limits import Reason
from arraigo.core.tests.pictures import HEIC, PDF, SVG, photo, telling_photo
from arraigo.core.transitions import Refused
from arraigo.core.vault import path_of
from arraigo.people.consent import record_consent
from arraigo.people.enums import ConsentDecision, ConsentHow, ConsentPurpose
from arraigo.people.files import mismatches, read_file
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.separations import confirm_separation, request_separation
from arraigo.people.models import PersonFile, PersonKey
from arraigo.referrals.actions import record_answer
from arraigo.referrals.enums import Answer, Channel
from arraigo.referrals.inputs import AnswerInput
from arraigo.referrals.tests.making import again, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def case(cast):
    """The promotora's case, opened today."""
    return opened_case(cast.promotora)


def paper(case, **changes):
    values = {"case": case, "kind": DocumentKind.PROOF, "picture": clean_picture(photo())}
    return DocumentInput(**{**values, **changes})


def attached(case, user, **changes):
    with acting_as(Actor.user(user)):
        return attach(data=paper(case, **changes), user=user)


def upload(data, name="foto.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def form(data=None, field="camera", **changes):
    file = {field: data if hasattr(data, "read") else upload(data)} if data is not None else {}
    return {"id": str(uuid.uuid4()), "kind": "proof", **file, **changes}


def sealed_files():
    return [path for path in used.FILES_ROOT.rglob("*") if path.is_file()]


def test_it_is_kept_sealed_and_told_in_the_timeline(cast, case):
    document = attached(case, cast.promotora)
    (path,) = sealed_files()
    assert b"\xff\xd8\xff" not in path.read_bytes()[:100]
    with acting_as(SYSTEM):
        assert read_file(document.file).startswith(b"\xff\xd8\xff")
        event = CaseEvent.objects.get(source_id=document.pk)
    assert (event.kind, event.summary) == ("document_added", "Constancia")


def test_the_same_form_twice_keeps_one_file(cast, case):
    data = paper(case)
    with acting_as(Actor.user(cast.promotora)):
        one = attach(data=data, user=cast.promotora)
        assert attach(data=data, user=cast.promotora) == one
    assert len(sealed_files()) == 1


def test_who_may_not_attach(cast, case):
    with acting_as(Actor.user(cast.promotora_esq)), pytest.raises(Refused):
        attach(data=paper(case), user=cast.promotora_esq)
    other = opened_case(cast.promotora)
    one = attached(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)), pytest.raises(Refused):
        attach(data=paper(other, id=one.pk), user=cast.promotora)


def test_a_void_one_is_handed_out_no_more(cast, case, client_of):
    document = attached(case, cast.promotora)
    page, client = document.get_absolute_url(), client_of(cast.promotora)
    assert client.post(f"{page}anular/", {}).status_code == 422
    assert client.post(f"{page}anular/", {"reason": "Es de su hermana"}).status_code == 302
    for tail in ("", "foto/", "anular/"):
        assert client.get(f"{page}{tail}").status_code == 404
    assert "Registro anulado" in client.get(f"/casos/{case.pk}/").content.decode()


def test_a_person_who_withdrew_leaves_no_more_papers(cast, case):
    back = ConsentGiven(
        how=ConsentHow.WITNESS, witness_name="Testigo", decision=ConsentDecision.WITHDRAWN
    )
    with acting_as(Actor.user(cast.promotora)):
        record_consent(
            person=case.person, purpose=ConsentPurpose.SERVICE, given=back, user=cast.promotora
        )
        with pytest.raises(Refused):
            attach(data=paper(case), user=cast.promotora)


class TestFiles:
    def test_the_photo_goes_out_alone_and_traced(self, cast, case, client_of):
        document = attached(case, cast.promotora)
        answer = client_of(cast.oficial).get(f"{document.get_absolute_url()}foto/")
        assert answer.status_code == 200
        assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].endswith("sandbox")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        name = answer["Content-Disposition"]
        assert name == f'inline; filename="documento-{document.occurred_on:%Y%m%d}.jpg"'
        with acting_as(SYSTEM):
            traced = Trace.objects.filter(
                person_id=case.person_id, purpose="casework:document_file"
            )
            assert [trace.actor_id for trace in traced] == [str(cast.oficial.pk)]

    def test_who_sees_it(self, cast, case, client_of):
        page = attached(case, cast.promotora).get_absolute_url()
        seen = {"promotora": 200, "promotor": 200, "supervisora": 200, "oficial": 200,
                "promotora_esq": 404, "supervisor_esq": 404, "socia": 403, "enlace": 403,
                "datos": 403, "administra": 403}  # fmt: skip
        for key, status in seen.items():
            client = client_of(getattr(cast, key))
            assert client.get(page).status_code == status, key
            assert client.get(f"{page}foto/").status_code == status, key

    def test_erased_or_lost_it_is_no_page(self, cast, case, client_of):
        document = attached(case, cast.promotora)
        client, file = client_of(cast.promotora), f"{document.get_absolute_url()}foto/"
        path_of(document.file_id).rename(path_of(document.file_id).with_suffix(".away"))
        assert client.get(file).status_code == 404
        path_of(document.file_id).with_suffix(".away").rename(path_of(document.file_id))
        assert client.get(file).status_code == 200
        with acting_as(SYSTEM):
            PersonKey.objects.filter(person=case.person_id).delete()
        assert client.get(file).status_code == 404
        with acting_as(SYSTEM):
            assert not PersonKey.objects.filter(person=case.person_id).exists()

    def test_doctor_counts_what_does_not_match(self, cast, case):
        document = attached(case, cast.promotora)
        with acting_as(SYSTEM):
            assert mismatches(timedelta(0)) == (0, 0)
            path_of(document.file_id).rename(path_of(uuid.uuid4()).parent.parent / "ab")
            (used.FILES_ROOT / "cd").mkdir()
            (used.FILES_ROOT / "cd" / "nobody").write_bytes(b"x")
            assert mismatches(timedelta(seconds=-5)) == (1, 1)


class TestForm:
    @pytest.mark.parametrize("field", ["camera", "gallery"])
    def test_a_photo_is_taken_made_anew(self, cast, case, client_of, field):
        client, new = client_of(cast.promotora), f"/casos/{case.pk}/documentos/"
        answer = client.post(new, form(telling_photo("Canario"), field))
        assert answer.status_code == 302
        with acting_as(SYSTEM):
            kept = read_file(PersonFile.objects.get())
        assert b"Canario" not in kept
        page = client.get(f"/casos/{case.pk}/").content.decode()
        assert "Documento guardado." in page
        assert "Constancia" in page

    @pytest.mark.parametrize(
        ("data", "name", "reason"),
        [
            (b"", "foto.jpg", Reason.NOTHING), (SVG, "foto.jpg", Reason.OTHER_KIND),
            (SVG, "foto.svg", Reason.OTHER_KIND), (PDF, "dpi.pdf", Reason.PDF),
            (HEIC, "IMG_1.HEIC", Reason.HEIC), (photo()[:400], "foto.jpg", Reason.DAMAGED),
            (b"\xff\xd8\xff" + b"0" * 11_000_000, "foto.jpg", Reason.TOO_BIG),
            (b"\xff\xd8\xff" + b"0" * 50_000_000, "foto.jpg", Reason.TOO_BIG),
        ],
        ids=["empty", "disguised", "svg", "pdf", "heic", "cut", "11 MB", "50 MB"],
    )  # fmt: skip
    def test_what_is_no_photo_is_told_in_words(self, cast, case, client_of, data, name, reason):
        client = client_of(cast.promotora)
        answer = client.post(f"/casos/{case.pk}/documentos/", form(upload(data, name)))
        assert answer.status_code == 422
        assert str(MESSAGES[reason]) in answer.content.decode()
        assert not sealed_files()

    def test_a_name_says_nothing(self, cast, case, client_of):
        client = client_of(cast.promotora)
        named = upload(photo(kind="PNG"), "../../etc/<script>Rosa.exe", "application/x-msdownload")
        assert client.post(f"/casos/{case.pk}/documentos/", form(named)).status_code == 302
        with acting_as(SYSTEM):
            assert PersonFile.objects.get().content_type == "image/jpeg"

    def test_without_a_photo_or_a_kind(self, cast, case, client_of):
        client, new = client_of(cast.promotora), f"/casos/{case.pk}/documentos/"
        assert client.get(new).status_code == 200
        assert "Falta la foto." in client.post(new, form()).content.decode()
        assert client.post(new, form(photo(), kind="x")).status_code == 422
        assert client_of(cast.promotora_esq).post(new, form(photo())).status_code == 404

    def test_nothing_is_written_to_the_disk_in_clear(self, cast, case, client_of, monkeypatch):
        """Not even a photo of several megabytes lies in a temporary file meanwhile."""

        def refuse(*_args, **_kwargs):
            raise AssertionError("a temporary file")

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
        heavy = photo(3000, 2500, "PNG", compress_level=0)
        assert 5_000_000 < len(heavy) < 25_000_000
        heavy = heavy if len(heavy) < 10_000_000 else photo(2000, 1500, "PNG", compress_level=0)
        answer = client_of(cast.promotora).post(f"/casos/{case.pk}/documentos/", form(heavy))
        assert answer.status_code == 302


class TestDelivery:
    def test_the_paper_that_proves_it_stands_beside_it(self, cast, case, client_of):
        referral = sent(case, cast.promotora)
        with acting_as(Actor.user(cast.promotora)):
            answer = AnswerInput(answer=Answer.FINISHED)
            record_answer(
                referral=again(referral), answer=answer, channel=Channel.PHONE, user=cast.promotora
            )
            delivery = ServiceDelivery.objects.get(case=case)
        client = client_of(cast.promotora)
        new = f"/casos/{case.pk}/documentos/?entrega={delivery.pk}"
        assert new in client.get(f"/casos/{case.pk}/").content.decode()
        assert client.get(new).status_code == 200
        assert client.post(new, form(photo())).status_code == 302
        with acting_as(SYSTEM):
            document = Document.objects.get()
        assert (document.source_table, document.source_id) == (
            "casework_servicedelivery", delivery.pk,
        )  # fmt: skip
        page = client.get(f"/casos/{case.pk}/").content.decode()
        assert page.count(document.get_absolute_url()) == 2
        for other in (uuid.uuid4(), "x", ""):
            wrong = f"/casos/{case.pk}/documentos/?entrega={other}"
            assert client.get(wrong).status_code == 404
            assert client.post(wrong, form(photo())).status_code == 404


class TestClosure:
    def ending(self, data=None, **changes):
        told = {"id": str(uuid.uuid4()), "reason": "objetivos", "outcome": "positivo",
                "evidence": "Vio su contrato", **changes}  # fmt: skip
        return told | ({"camera": upload(data)} if data is not None else {})

    def test_the_photo_that_proves_it_is_kept_with_it(self, cast, case, client_of):
        client, told = client_of(cast.promotora), self.ending(photo())
        assert client.get(f"/casos/{case.pk}/cierre/").status_code == 200
        assert client.post(f"/casos/{case.pk}/cierre/", told).status_code == 302
        with acting_as(SYSTEM):
            closure, document = Closure.objects.get(), Document.objects.get()
        assert document.source_id == closure.pk
        page = client.get(f"/casos/cierres/{closure.pk}/").content.decode()
        assert document.get_absolute_url() in page
        again = self.ending(photo(), id=told["id"])
        assert client.post(f"/casos/{case.pk}/cierre/", again).status_code == 302
        with acting_as(SYSTEM):
            assert Document.objects.count() == 1

    def test_it_needs_none_and_a_bad_one_closes_nothing(self, cast, case, client_of):
        client, close = client_of(cast.promotora), f"/casos/{case.pk}/cierre/"
        assert client.post(close, self.ending(SVG)).status_code == 422
        with acting_as(SYSTEM):
            assert not Closure.objects.exists()
        assert client.post(close, self.ending()).status_code == 302
        with acting_as(SYSTEM):
            assert not Document.objects.exists()


class TestMergedFiles:
    def test_they_follow_and_part_under_their_own_keys(self, cast):
        one, other = opened_case(cast.promotora), opened_case(cast.promotora)
        papers = [attached(one, cast.promotora), attached(other, cast.promotora)]
        merge = merged(cast, one.person, other.person, continuing_case=other.pk)
        with acting_as(Actor.user(cast.promotora)):
            assert set(Document.objects.of_person(one.person_id)) == set(papers)
        meanwhile = attached(other, cast.promotora, kind=DocumentKind.IDENTITY)
        with acting_as(Actor.user(cast.promotora)):
            asked = request_separation(merge=merge, reason="Eran primas", user=cast.promotora)
        with acting_as(Actor.user(cast.supervisora)):
            confirm_separation(separation=asked, user=cast.supervisora)
        with acting_as(SYSTEM):
            theirs = set(Document.objects.of_person(other.person_id))
            assert theirs == {papers[1], meanwhile}
            PersonKey.objects.filter(person=one.person_id).delete()
            for document in Document.objects.filter(pk__in=[each.pk for each in theirs]):
                assert read_file(document.file)
            with pytest.raises(sealing.Unreadable):
                read_file(Document.objects.get(pk=papers[0].pk).file)


def test_the_case_page_costs_the_same_with_many(cast, case, client_of):
    client, counts = client_of(cast.promotora), []
    client.get(f"/casos/{case.pk}/")
    for _ in range(3):
        attached(case, cast.promotora)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/casos/{case.pk}/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_annulling_says_why(cast, case):
    document = attached(case, cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        annul_fact(fact=document, user=cast.promotora, reason="Borrosa")
        assert not Document.objects.of_person(case.person_id).exists()

"""A scheme comes as a sheet: its errors by row, what it would change, and what it changes."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import opened_case

from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused
from arraigo.profiling.assessments.actions import all_answers
from arraigo.profiling.assessments.enums import AssessmentKind
from arraigo.profiling.assessments.importing import COLUMNS, sheet_of
from arraigo.profiling.assessments.models import AssessmentScore, ScoringScheme
from arraigo.profiling.assessments.rescoring import preview_of, rescore, rescore_all
from arraigo.profiling.assessments.scoring import score
from arraigo.profiling.assessments.tests.making import (
    RSS,
    VULNERABILITY,
    answers_of,
    assessed,
    fresh,
    official,
    turned,
)

pytestmark = pytest.mark.django_db

NEW = reverse("assessments:scheme_new")


def rows(kind=RSS):
    """Return the rows of the shipped scheme, as its own sheet gives them."""
    with acting_as(SYSTEM):
        scheme = ScoringScheme.objects.get(code=kind, version="provisional")
    return [list(map(str, each)) for each in sheet_of(scheme).rows]


def sent(lines, **changes):
    """Return what a page sends to bring these rows."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *lines])
    file = SimpleUploadedFile("puntaje.csv", text.getvalue().encode())
    usual = {
        "code": "rss", "version": "anexo-4", "source": "Manual, anexo 4", "is_official": "on",
        "valid_from": clock.today().isoformat(), "high": "0.66", "low": "0.33", "file": file,
    }  # fmt: skip
    return {**usual, **changes}


def reversed_rows():
    return [
        [*each[:5], "" if each[5] == "" else str(1 - Decimal(each[5]))] for each in rows()
    ]  # fmt: skip


class TestRescoring:
    def test_an_official_scheme_changes_what_is_shown_and_keeps_what_was(self, cast):
        case = opened_case(cast.promotora)
        found = assessed(cast.promotora, case)
        vulnerable = assessed(cast.promotora, case, VULNERABILITY)
        before = fresh(found).shown_score
        scheme = official(cast.administra)
        assert fresh(found).shown_score == before, "until the job has come by"
        assert (rescore_all(), rescore_all()) == (1, 0)
        after = fresh(found).shown_score
        assert (after.scheme, after.composite, after.reading) == (scheme, Decimal(0), "baja")
        assert "provisional" not in str(after.scheme)
        assert before in fresh(found).scores.all()
        assert fresh(vulnerable).shown_score.scheme.version == "provisional"
        assert fresh(assessed(cast.promotora, opened_case(cast.promotora))).shown_score.reading == (
            "baja"
        ), "a new one is scored with it at once"

    def test_scoring_again_gives_the_same(self, cast):
        found = assessed(cast.promotora, opened_case(cast.promotora))
        kept = fresh(found).shown_score
        with acting_as(SYSTEM):
            told = score(kept.scheme.scale, all_answers(found))
        assert (told.composite, told.reading) == (kept.composite, kept.reading)
        assert (told.answered, told.asked) == (kept.answered, kept.asked)

    def test_a_scheme_of_a_day_to_come_counts_from_that_day(self, cast):
        found = assessed(cast.promotora, opened_case(cast.promotora))
        official(cast.administra, valid_from=clock.today() + timedelta(days=3))
        assert rescore(RSS) == 0
        assert fresh(found).shown_score.reading == "alta"
        with acting_as(SYSTEM, at=clock.now() + timedelta(days=4)):
            assert ScoringScheme.objects.in_force(RSS).is_official

    def test_without_its_answers_of_class_c_the_old_score_stands(self, cast):
        case, gone = opened_case(cast.promotora), uuid.uuid4()
        found = assessed(cast.promotora, case, delivery_id=gone)
        official(cast.administra)
        assert rescore(RSS) == 0
        assert fresh(found).shown_score.reading == "alta"

    def test_an_annulled_one_is_not_scored_again(self, cast):
        found = assessed(cast.promotora, opened_case(cast.promotora))
        with acting_as(SYSTEM):
            fresh(found).annul(by=cast.promotora, reason="Era otra")
        official(cast.administra)
        assert rescore(RSS) == 0

    def test_a_version_is_published_once(self, cast):
        official(cast.administra)
        with pytest.raises(Refused, match="cambie el número"):
            official(cast.administra)


class TestPages:
    def test_the_sheet_of_a_scheme_brings_the_same_scheme(self, cast, client_of):
        client = client_of(cast.administra)
        answer = client.post(NEW, sent(rows()))
        with acting_as(SYSTEM):
            one, two = ScoringScheme.objects.filter(code=RSS).order_by("pk")
            assert one.scale == two.scale
        assert (answer.status_code, answer.url, two.is_draft) == (302, two.get_absolute_url(), True)

    def test_a_dry_run_tells_what_changes_and_counts_nothing(self, cast, client_of):
        worst = answers_of(RSS, best=False)
        kept = [assessed(cast.promotora, opened_case(cast.promotora)) for _ in range(2)]
        kept.append(assessed(cast.promotora, opened_case(cast.promotora), answers=worst))
        client = client_of(cast.administra)
        page = client.post(NEW, sent(reversed_rows()), follow=True)
        told = page.context["preview"]
        assert (told.total, told.counted, told.changed) == (3, 3, 3)
        assert [(each.before, each.after) for each in told.levels] == [
            (2, 1), (0, 0), (1, 2), (0, 0)
        ]  # fmt: skip
        assert [fresh(each).shown_score.reading for each in kept] == ["alta", "alta", "baja"]
        assert b"3 de 3 evaluaciones" in page.content
        draft = page.context["scheme"]
        client.post(reverse("assessments:scheme_publish", args=[draft.pk]))
        rescore_all()
        assert [fresh(each).shown_score.reading for each in kept] == ["baja", "baja", "alta"]
        again = client.get(draft.get_absolute_url())
        assert again.context["preview"] is None
        assert b"Vigente" in again.content

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ((0, 0, "x99"), "no tiene la pregunta"),
            ((0, 1, "otra"), "La dimensión debe ser"),
            ((0, 2, "-1"), "«peso_dimension» debe ser"),
            ((0, 3, "NaN"), "«peso_compuesto» debe ser"),
            ((1, 1, "social"), "otra dimensión u otro peso"),
            ((0, 4, "otra"), "no tiene la respuesta"),
            ((0, 5, "1.01"), "El puntaje va de 0 a 1"),
            ((0, 5, "1e-99999"), "El puntaje va de 0 a 1"),
            ((5, 5, "0"), "no lleva puntaje"),
            ((1, 4, "mucho"), "ya está en otra fila"),
        ],
    )
    def test_errors_are_told_by_row(self, cast, client_of, change, words):
        lines = rows()
        row, column, value = change
        lines[row][column] = value
        page = client_of(cast.administra).post(NEW, sent(lines))
        assert page.status_code == 422
        errors = page.context["row_errors"]
        assert any(each.row == row + 2 and words in str(each.words) for each in errors), errors
        with acting_as(SYSTEM):
            assert not ScoringScheme.objects.filter(version="anexo-4").exists()

    def test_a_sheet_without_columns_choices_or_a_dimension_is_told(self, cast, client_of):
        client = client_of(cast.administra)
        economic = [each for each in rows() if each[1] == "economica"]
        for lines, words in ((rows()[1:], "le faltan respuestas"), (economic, "«social»")):
            page = client.post(NEW, sent(lines))
            assert any(words in str(each.words) for each in page.context["row_errors"])
        file = SimpleUploadedFile("puntaje.csv", b"a,b\n1,2\n")
        page = client.post(NEW, sent([], file=file))
        assert "pregunta, dimension" in page.content.decode()

    def test_levels_in_the_wrong_order_a_used_version_and_no_file(self, cast, client_of):
        client = client_of(cast.administra)
        for changes, words in (
            ({"low": "0.7"}, "empieza debajo"), ({"version": "provisional"}, "cambie el número"),
            ({"file": ""}, "Elija el archivo"), ({"code": "inventada"}, "inventada"),
        ):  # fmt: skip
            page = client.post(NEW, sent(rows(), **changes))
            assert (page.status_code, words in page.content.decode()) == (422, True), changes

    def test_the_excel_leaves_and_the_list_tells_which_is_in_force(self, cast, client_of):
        client = client_of(cast.administra)
        scheme = official(cast.administra)
        page = client.get(reverse("assessments:schemes")).content.decode()
        assert page.count("Vigente") == len(AssessmentKind)
        assert "puntaje provisional" in page
        book = client.get(reverse("assessments:scheme_sheet", args=[scheme.pk]))
        assert book.content[:2] == b"PK"


def test_a_preview_reads_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    turned(RSS, on=True)
    for _ in range(3):
        assessed(cast.promotora, opened_case(cast.promotora))
    draft_of = official(cast.administra)
    with acting_as(SYSTEM), django_assert_max_num_queries(14):
        assert preview_of(draft_of).counted == 3
    with acting_as(SYSTEM):
        assert AssessmentScore.objects.count() == 3

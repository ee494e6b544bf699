"""What is asked here is what the forms of the field ask, and every answer is worth something."""

from __future__ import annotations

import pytest

from arraigo.core.context import SYSTEM, acting_as
from arraigo.field.publishing.converting import settings_of
from arraigo.field.publishing.shipped import sheets_of
from arraigo.profiling.assessments.enums import AssessmentKind, Round
from arraigo.profiling.assessments.instruments import in_language, instrument_of
from arraigo.profiling.assessments.models import ScoringScheme

KINDS = tuple(AssessmentKind.values)
#: What the form asks about what comes next, which is no answer of the person's situation.
NEXT = {"in_private", "interview_agreed", "survey_round", "wants_support", "referral_urgency"}


def form_of(kind):
    """Return the choices of each question of the form, and which are of class C."""
    sheets = sheets_of(kind)
    head, *rows = sheets["choices"]
    lists: dict[str, dict[str, str]] = {}
    for row in rows:
        told = dict(zip(head, row, strict=False))
        lists.setdefault(told["list_name"], {})[told["name"]] = told["label::Español (es)"]
    asked, guarded, within = {}, set(), []
    head, *rows = sheets["survey"]
    for row in rows:
        told = dict(zip(head, row, strict=False))
        if told["type"] == "begin_group":
            within.append(told["name"])
        elif told["type"] == "end_group":
            within.pop()
        elif told["type"].partition(" ")[0] in ("select_one", "select_multiple"):
            asked[told["name"]] = (
                told["label::Español (es)"], lists[told["type"].split()[1]],
                told["type"].startswith("select_multiple"),
            )  # fmt: skip
            if "class_c" in within:
                guarded.add(told["name"])
    return asked, guarded


@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_are_those_of_the_form(kind):
    asked, guarded = form_of(kind)
    known = instrument_of(kind).by_code
    assert known.keys() == asked.keys() - NEXT
    for code, question in known.items():
        words = {each: told["es"] for each, told in question.choices.items()}
        assert (question.words["es"], words, question.several) == asked[code]
        assert question.is_protected == (code in guarded)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_at_most_six_questions_and_none_takes_more_than_45_minutes(kind):
    instrument = instrument_of(kind)
    assert settings_of(sheets_of(kind))["form_title"] == instrument.title["es"]
    assert instrument.minutes <= 45
    assert all(1 <= len(each.questions) <= 6 for each in instrument.sections)
    for section in instrument.sections:
        for question in section.questions:
            for code in question.only_if or ():
                assert code in {each.code for each in section.questions}, "asked on the same page"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_scheme_is_provisional_with_equal_weights(kind):
    with acting_as(SYSTEM):
        scheme = ScoringScheme.objects.in_force(kind)
    questions = instrument_of(kind).by_code
    assert (scheme.version, scheme.is_official) == ("provisional", False)
    items = {each["code"]: each for each in scheme.document["items"]}
    assert questions.keys() - items.keys() <= {"danger_now"}
    for code, item in items.items():
        assert (item["weight_dimension"], item["weight_composite"]) == ("1", "1")
        assert item["options"].keys() == questions[code].choices.keys()
        assert item["options"].get("ns") is None
    for code, readings in scheme.document["decisive"].items():
        assert readings.keys() <= questions[code].choices.keys()
    assert {each["code"] for each in scheme.document["rounds"]} <= set(Round.values)
    for each in scheme.scale.dimensions:
        protected = all(
            questions[item.code].is_protected for item in scheme.scale.counted(each.code)
        )
        assert each.is_reserved == protected, "what is all of class C is not kept by itself"


def test_every_kind_is_recorded():
    assert all(instrument_of(each) for each in AssessmentKind)
    assert instrument_of("../rss") is None
    assert in_language(None) == ""


@pytest.mark.parametrize("kind", ["riesgo", "familia", "habilidades"])
def test_the_other_three_are_short_and_leave_nobody_without_an_answer(kind):
    instrument = instrument_of(kind)
    assert instrument.minutes <= 15
    assert len(list(instrument.questions)) <= 15
    for question in instrument.questions:
        assert "ns" in question.choices
        assert all(words.keys() == {"es", "en"} for words in question.choices.values())
    guarded = any(each.is_protected for each in instrument.questions)
    of_class_c = settings_of(sheets_of(kind)).get("data_class") == "c"
    assert guarded == of_class_c, "what is of class C is never listed for ODK Collect"

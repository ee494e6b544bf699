"""What answers are worth, for any scheme and any answers."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from arraigo.profiling.assessments.scoring import Scale, score

DIMENSIONS = ("una", "dos")
OPTIONS = ("a", "b", "c", "ns")


def scores() -> Any:
    return st.one_of(st.none(), st.integers(0, 1000).map(lambda n: str(Decimal(n) / 1000)))


def weights() -> Any:
    return st.integers(1, 900).map(lambda n: str(Decimal(n) / 100))


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    """Draw a scheme of up to a dozen questions in two dimensions, with at least one in each."""
    items = [
        {
            "code": f"p{number}",
            "dimension": DIMENSIONS[number] if number < 2 else draw(st.sampled_from(DIMENSIONS)),
            "weight_dimension": draw(weights()),
            "weight_composite": draw(weights()),
            "options": {**{each: draw(scores()) for each in OPTIONS[:3]}, "ns": None},
        }
        for number in range(draw(st.integers(2, 12)))
    ]
    return {
        "dimensions": [{"code": each, "name": {"es": each}} for each in DIMENSIONS],
        "items": items,
        "readings": [{"from": "0.66", "code": "alta"}, {"from": "0.33", "code": "media"},
                     {"from": "0", "code": "baja"}],
        "low": "0.33",
        "decisive": {},
    }  # fmt: skip


@st.composite
def answered(draw: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Draw a scheme and an answer to some of its questions."""
    document = draw(documents())
    told = {
        each["code"]: draw(st.sampled_from(OPTIONS))
        for each in document["items"] if draw(st.booleans())
    }  # fmt: skip
    return document, told


def recomputed(document: dict[str, Any], told: dict[str, str]) -> dict[str, Decimal | None]:
    """Return the same figures, counted otherwise: in one pass, with decimals of 80 digits."""
    with decimal.localcontext(prec=80, rounding=decimal.ROUND_HALF_EVEN):
        sums = {each: [Decimal(0), Decimal(0), 0, 0] for each in (*DIMENSIONS, "")}
        for item in document["items"]:
            worths = [each for each in item["options"].values() if each is not None]
            if not worths:
                continue
            got = item["options"].get(told.get(item["code"], "ns"))
            for place, weight in (
                (item["dimension"], "weight_dimension"),
                ("", "weight_composite"),
            ):
                sums[place][3] += 1
                if got is not None:
                    sums[place][0] += Decimal(item[weight]) * Decimal(got)
                    sums[place][1] += Decimal(item[weight])
                    sums[place][2] += 1
        figures = {
            place: (top / below).quantize(Decimal("0.0001"))
            if below and some / whole >= Decimal("0.5") else None
            for place, (top, below, some, whole) in sums.items() if place
        }  # fmt: skip
        top, below, *_counts = sums[""]
        whole = None if None in figures.values() else (top / below).quantize(Decimal("0.0001"))
        return {**figures, "": whole}


@given(answered())
def test_every_figure_is_from_zero_to_one(drawn):
    document, told = drawn
    result = score(Scale.of(document), told)
    for figure in (*result.dimensions.values(), result.composite):
        assert figure is None or 0 <= figure <= 1


@given(answered())
def test_it_equals_an_independent_computation(drawn):
    document, told = drawn
    result = score(Scale.of(document), told)
    assert {**result.dimensions, "": result.composite} == recomputed(document, told)
    assert score(Scale.of(document), told) == result


@given(answered(), st.data())
def test_a_better_answer_never_lowers_a_figure(drawn, data):
    document, told = drawn
    scorable = {
        each["code"]: each["options"]
        for each in document["items"] if each["options"].get(told.get(each["code"], "")) is not None
    }  # fmt: skip
    if not scorable:
        return
    code = data.draw(st.sampled_from(sorted(scorable)))
    options = scorable[code]
    now = Fraction(options[told[code]])
    better = [o for o, s in options.items() if s is not None and Fraction(s) >= now]
    before = score(Scale.of(document), told)
    after = score(Scale.of(document), {**told, code: data.draw(st.sampled_from(better))})
    for name, figure in before.dimensions.items():
        assert (figure is None) == (after.dimensions[name] is None)
        assert figure is None or after.dimensions[name] >= figure
    assert before.composite is None or after.composite >= before.composite


@given(answered(), st.sampled_from(DIMENSIONS), weights())
def test_an_item_that_nobody_can_score_changes_nothing(drawn, dimension, weight):
    document, told = drawn
    null = {
        "code": "nulo", "dimension": dimension, "weight_dimension": weight,
        "weight_composite": weight, "options": dict.fromkeys(OPTIONS),
    }  # fmt: skip
    with_it = {**document, "items": [*document["items"], null]}
    for answer in ("a", "ns", ""):
        assert score(Scale.of(with_it), {**told, "nulo": answer}) == score(Scale.of(document), told)


@given(answered())
def test_declining_is_the_same_as_not_being_asked(drawn):
    document, told = drawn
    declined = {each["code"]: told.get(each["code"], "ns") for each in document["items"]}
    assert score(Scale.of(document), declined) == score(Scale.of(document), told)


def small(*points: str | None) -> Scale:
    """Return a scheme of one dimension with a question for each score of «a»."""
    return Scale.of({
        "dimensions": [{"code": "una", "name": {"es": "Una"}}],
        "items": [
            {"code": f"p{number}", "dimension": "una", "weight_dimension": "1",
             "weight_composite": "1", "options": {"a": each, "b": "0", "ns": None}}
            for number, each in enumerate(points)
        ],
        "readings": [{"from": "0", "code": "baja"}, {"from": "0.66", "code": "alta"},
                     {"from": "0.33", "code": "media"}],
        "low": "0.33",
        "decisive": {"p0": {"b": "alta"}},
    })  # fmt: skip


def test_what_is_left_out_weighs_on_nothing_until_more_than_half_is():
    scale = small("1", "0.5", "0.5", "0.5")
    assert score(scale, {"p0": "a", "p1": "a"}).composite == Decimal("0.7500")
    assert score(scale, {"p0": "a", "p1": "a"}).reading == "alta"
    assert score(scale, {"p0": "a"}).dimensions == {"una": None}
    assert score(scale, {"p0": "a"}).reading == ""


def test_the_best_of_several_counts_and_a_decisive_answer_decides():
    scale = small("0.2", "1")
    assert score(scale, {"p0": "b a", "p1": "ns"}).composite == Decimal("0.2000")
    assert score(scale, {"p0": "b", "p1": "b"}).reading == "alta"
    assert score(scale, {"p0": "b"}).composite == 0


def test_the_limits_belong_to_the_better_level():
    for points, reading in (("0.66", "alta"), ("0.6599", "media"), ("0.33", "media"),
                            ("0.3299", "baja")):  # fmt: skip
        assert score(small(points), {"p0": "a"}).reading == reading

import pytest

from arraigo.core.text import fold, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("San José  Pinula", "san jose pinula"),
        ("  Quiché\n", "quiche"),
        ("K'iche'", "kiche"),
        ("Ch’orti’", "chorti"),
        ("Güitz", "guitz"),
        ("Muñoz", "munoz"),
        ("Mun\u0303oz", "munoz"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_is_stable() -> None:
    assert fold(fold("Concepción Chiquirichapa")) == fold("Concepción Chiquirichapa")


def test_enye_sorts_after_every_other_n() -> None:
    names = ["Caña", "Cantel", "Cano", "Cañón", "Canzo", "Capa", "Can"]
    assert sorted(names, key=sort_key) == [
        "Can",
        "Cano",
        "Cantel",
        "Canzo",
        "Caña",
        "Cañón",
        "Capa",
    ]


def test_accents_do_not_change_the_order() -> None:
    assert sorted(["Órgano", "Olopa", "Ostuncalco"], key=sort_key) == [
        "Olopa",
        "Órgano",
        "Ostuncalco",
    ]


def test_both_forms_of_enye_have_one_key() -> None:
    assert sort_key("Muñoz") == sort_key("Mun\u0303oz") == "mun~oz"

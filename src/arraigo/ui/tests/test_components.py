"""The components, as pages write them."""

import datetime
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from arraigo.ui.tests.drawing import draw


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with override("es-gt"):
        yield


def test_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in draw('<c-icon name="house" />')
    assert 'role="img" aria-label="Inicio"' in draw('<c-icon name="house" label="Inicio" />')


def test_button_is_a_link_or_sends_its_form() -> None:
    link = draw('<c-button href="/casos/" icon="plus">Nueva</c-button>')
    assert 'href="/casos/"' in link
    assert "<button" not in link
    button = draw('<c-button variant="danger" name="close" value="1">Cerrar</c-button>')
    assert 'class="btn btn-danger' in button
    assert 'type="submit"' in button
    assert 'name="close"' in button


def test_status_says_it_with_an_icon_and_a_word() -> None:
    html = draw('<c-status kind="stop" label="Se necesita acción" />')
    assert "#octagon-x" in html
    assert "Se necesita acción" in html


def test_variables_of_the_page_do_not_leak_into_components() -> None:
    html = draw("<c-card>Texto</c-card>", title="De la página", actions="De la página")
    assert "De la página" not in html


def test_timeline_item_has_a_machine_readable_date() -> None:
    day = datetime.date(2026, 11, 2)
    html = draw('<c-timeline-item title="Llamada" :when="day" by="Ana" />', day=day)
    assert '<time datetime="2026-11-02">02/11/2026</time> · Ana' in html


def test_texts_are_escaped() -> None:
    html = draw('<c-status kind="info" :label="text" />', text="<b>")
    assert "<b>" not in html


def test_base_page_without_anyone_logged_in() -> None:
    html = render_to_string("ui/base.html", {"training_mode": True})
    assert '<html lang="es-gt">' in html
    assert "Capacitación: todas las personas son ficticias" in html
    assert 'role="search"' not in html


def test_public_page_says_that_services_are_free() -> None:
    html = render_to_string("ui/public.html")
    assert "Todos los servicios son gratuitos." in html
    assert "<nav" not in html


def test_navigation_marks_where_one_is() -> None:
    items = [{"label": "Hoy", "icon": "sun", "url": "/", "current": True, "primary": False}]
    html = render_to_string("ui/base.html", {"navigation": items})
    assert '<a href="/" aria-current="page">' in html


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_nothing(name: str) -> None:
    assert "<h1>" in render_to_string(name)

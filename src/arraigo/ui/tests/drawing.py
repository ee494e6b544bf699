"""Draws the source of a page with components in it."""

from django.template import engines
from django_cotton.compiler_regex import CottonCompiler


def draw(source: str, **context: object) -> str:
    """Return the page as HTML."""
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)

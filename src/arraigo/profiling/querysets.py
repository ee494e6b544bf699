"""Reads of occupations and profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from arraigo.accounts.enums import Role
from arraigo.core.text import fold
from arraigo.people.querysets import seen_by

if TYPE_CHECKING:
    from arraigo.casework.models import Case
    from arraigo.profiling.models import Occupation, Profile


class OccupationQuerySet(models.QuerySet["Occupation"]):
    """Ways to find occupations."""

    def with_words(self) -> Self:
        """Return the same occupations with the words people use for them."""
        return self.prefetch_related("words")

    def coded(self, code: str) -> Self:
        """Return the one with this code of CIUO-08, or none; whatever was sent is no error."""
        return self.filter(pk=code) if code.isdecimal() else self.none()

    def search(self, text: str) -> Self:
        """Return those that the typed words name, accents apart; the closest first.

        First where a word people use is exactly what was typed, then where one begins with it,
        then the rest: every part must occur in one of those words or in the CIUO-08 title.
        """
        from arraigo.profiling.models import OccupationWord

        typed = fold(text)
        if not typed:
            return self.none()
        words = OccupationWord.objects.filter(occupation=OuterRef("pk"))
        in_title, in_word = Q(), Q()
        for part in typed.split():
            in_title &= Q(search_text__contains=part)
            in_word &= Q(folded__contains=part)
        rank = models.Case(
            models.When(Exists(words.filter(folded=typed)), then=0),
            models.When(Exists(words.filter(folded__startswith=typed)), then=1),
            models.When(Exists(words.filter(in_word)), then=2),
            default=3,
        )
        found = self.alias(rank=rank).filter(in_title | Q(Exists(words.filter(in_word))))
        return found.order_by("rank", "sort_key")

    def named(self, text: str) -> Occupation | None:
        """Return the one occupation called exactly so, by its title or one word; else None."""
        typed = fold(text)
        if not typed:
            return None
        exact = self.filter(Q(search_text=typed) | Q(words__folded=typed)).distinct()[:2]
        return exact[0] if len(exact) == 1 else None


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Reads of profiles."""

    def visible_to(self, user: Any) -> ProfileQuerySet:
        """Return the profiles of the persons `user` may see."""
        return self if Role.NATIONAL_OFFICER in user.roles else self.filter(seen_by(user))

    def of_case(self, case: Case) -> Profile | None:
        """Return the case's profile with its occupation and experience, or None."""
        from arraigo.profiling.models import WorkExperience

        rows = WorkExperience.objects.select_related("occupation")
        found = self.select_related("main_occupation", "completed_by", "updated_by")
        return found.filter(case=case).prefetch_related(Prefetch("experiences", rows)).first()

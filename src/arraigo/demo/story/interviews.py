"""The profiling interview: schooling, trade (CIUO-08), languages and wants; often in two parts."""

from __future__ import annotations

from datetime import datetime
from random import Random

from arraigo.demo import assumed, published, words
from arraigo.demo.chance import pick
from arraigo.demo.enums import Journey
from arraigo.demo.story import assessments, plans
from arraigo.demo.story.world import Life
from arraigo.people.enums import Sex
from arraigo.profiling.actions import complete_profile, save_profile
from arraigo.profiling.enums import (
    GRADES,
    Country,
    Education,
    English,
    Language,
    StudyDocument,
    Want,
    YesNo,
)
from arraigo.profiling.inputs import Answers, Experience

# Assumptions, all of them.
EDUCATION = {
    Education.NONE: 6, Education.LITERACY: 2, Education.PRIMARY: 46, Education.BASIC: 22,
    Education.DIVERSIFIED: 20, Education.TECHNICAL: 1, Education.BACHELOR: 3,
}  # fmt: skip
DOCUMENT = {StudyDocument.YES: 62, StudyDocument.NO: 33, StudyDocument.APOSTILLED: 2, "ns": 3}
ENGLISH = {
    English.NONE: 36, English.A1: 26, English.A2: 20, English.B1: 12, English.B2: 5, English.C1: 1,
}  # fmt: skip
MAYA_LANGUAGE = 0.08
LANGUAGES = {
    Language.KICHE: 30, Language.MAM: 25, Language.QEQCHI: 25, Language.KAQCHIKEL: 20,
}  # fmt: skip
#: Where another language is spoken (municipality by INE code).
LOCAL_LANGUAGES = {
    "0511": Language.POQOMAM,  # Palín
    "2004": Language.CHORTI,  # Jocotán
    "2005": Language.CHORTI,  # Camotán
    "2006": Language.CHORTI,  # Olopa
}
SPEAKS_THE_LOCAL_ONE = 0.4
WANTS = {
    Want.JOB: 42, Want.CERTIFICATION: 18, Want.TRAINING: 16, Want.BUSINESS: 14, Want.STUDY: 6,
    Want.UNDECIDED: 2, Want.MOBILITY: 2,
}  # fmt: skip
GIVES_UP_HALFWAY = 0.5


def begin(life: Life, at: datetime) -> None:
    """Begin the interview; it is finished at once, resumed some days later, or left."""
    random = life.random
    if life.traits.journey == Journey.OPENED:
        if random.random() < GIVES_UP_HALFWAY:
            _save(life, at, _studies(random))
        return
    if random.random() < assumed.PROFILE_IN_PARTS:
        _save(life, at, {**_studies(random), **_trade(life)})
        life.later(at, assumed.DAYS_TO_RESUME, resume)
        return
    _save(life, at, {**_studies(random), **_trade(life), **_rest(life)})
    complete(life, at)


def resume(life: Life, at: datetime) -> None:
    """Answer the rest of an interview that was left, and complete it."""
    _save(life, at, _rest(life))
    complete(life, at)


def complete(life: Life, at: datetime) -> None:
    """Complete the profile; a plan follows where the person goes on."""
    with life.acting(at):
        life.profile = complete_profile(case=life.case, user=life.promotor)
    assessments.await_all(life, at)
    if life.traits.journey == Journey.PLANNED:
        life.later(at, assumed.DAYS_TO_PLAN, plans.draft)


def _save(life: Life, at: datetime, answers: Answers) -> None:
    version = life.profile.version if life.has("profile") else 0
    with life.acting(at):
        life.profile = save_profile(
            case=life.case, answers=answers, version=version, user=life.promotor
        )


def _studies(random: Random) -> Answers:
    level = pick(random, EDUCATION)
    grades = GRADES.get(level)
    studied = level not in (Education.NONE, Education.LITERACY)
    return Answers(
        literate=YesNo.NO if level == Education.NONE else YesNo.YES,
        education=level,
        last_grade=random.choice(grades) if grades else None,
        education_country=Country.GUATEMALA if studied else "",
        education_document=pick(random, DOCUMENT) if studied else "",
    )


def _trade(life: Life) -> Answers:
    """Return what she works in: the trade from abroad, and one from before."""
    random = life.random
    known = life.world.occupations
    abroad = life.traits.worked_abroad
    groups = published.WORK_ABROAD if abroad else published.WORK_BEFORE
    trade, code = _some_trade(life, groups)
    before, before_code = _some_trade(life, published.WORK_BEFORE)
    years, years_away = random.randint(1, 12), random.randint(1, 9)
    country = Country(life.traits.country)
    experiences = [Experience(before, Country.GUATEMALA, random.randint(1, 10), known[before_code])]
    if abroad:
        experiences.insert(0, Experience(trade, country, min(years, years_away), known[code]))
    return Answers(
        occupation_words=trade,
        main_occupation=known[code],
        experience_years=years,
        country_abroad=country,
        years_abroad=years_away,
        experiences=experiences,
    )


def _some_trade(life: Life, groups: dict[str, float]) -> tuple[str, str]:
    if life.traits.sex == Sex.FEMALE:
        return pick(life.random, words.TRADES_OF_WOMEN)
    return pick(life.random, words.TRADES[pick(life.random, groups)])


def _rest(life: Life) -> Answers:
    random = life.random
    language = _language(random, life.traits.municipality.code_ine)
    first = pick(random, WANTS)
    wants = [first]
    if random.random() < 0.4:
        wants.append(pick(random, {want: share for want, share in WANTS.items() if want != first}))
    spanish = language == Language.SPANISH
    return Answers(
        preferred_language=language,
        needs_interpreter="" if spanish else random.choice((YesNo.YES, YesNo.NO, YesNo.NO)),
        english=pick(random, ENGLISH) if life.traits.worked_abroad else English.NONE,
        wants=[str(want) for want in wants],
        priority=life.world.dealer.draw("priority"),
    )


def _language(random: Random, place: str) -> Language:
    local = LOCAL_LANGUAGES.get(place)
    if local is not None and random.random() < SPEAKS_THE_LOCAL_ONE:
        return local
    return pick(random, LANGUAGES) if random.random() < MAYA_LANGUAGE else Language.SPANISH

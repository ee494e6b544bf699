"""Registration: minimum data, consent, and the case; and those who say no."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from arraigo.casework.actions import open_case
from arraigo.demo import assumed
from arraigo.demo.chance import new_id
from arraigo.demo.enums import Journey, Phone
from arraigo.demo.names import invent_name
from arraigo.demo.story import interviews, notes, referrals
from arraigo.demo.story.world import Life, World, acting
from arraigo.people.actions import count_refusal, register_person
from arraigo.people.enums import ContactOwner
from arraigo.people.inputs import Registration
from arraigo.people.minors import may_be_minor

PHONE_OWNERS = {
    Phone.OWN: ContactOwner.SELF,
    Phone.FAMILY: ContactOwner.FAMILY,
    Phone.OTHER: ContactOwner.OTHER,
}
#: No DPI has been issued with a serial that begins so.
FICTITIOUS_SERIAL = "9990"


def begin(life: Life, at: datetime) -> None:
    """Register the person; her case is opened at once, some days later, or never."""
    with life.acting(at):
        life.person = register_person(data=_told(life, at), user=life.promotor, office=life.office)
    if life.traits.journey == Journey.REGISTERED:
        return
    if life.random.random() < assumed.CASE_OPENED_LATER:
        life.later(at, assumed.DAYS_TO_CASE, open_it)
    else:
        life.later(at, (0, 0), open_it)


def open_it(life: Life, at: datetime) -> None:
    """Open the case, and let the work with the person begin."""
    with life.acting(at):
        life.case = open_case(
            person=life.person,
            office=life.office,
            source=life.traits.source,
            user=life.promotor,
            best_interests=BEST_INTERESTS if may_be_minor(life.person.birth_year) else "",
        )
    life.later(at, assumed.DAYS_TO_PROFILE, interviews.begin)
    notes.plan(life, at)
    referrals.plan(life, at)


#: Why a case serves an adolescent of the story best.
BEST_INTERESTS = "Quiere volver a estudiar y su encargada la acompaña (ficticio)."


def _told(life: Life, at: datetime) -> Registration:
    """Return what the person tells in her registration. To be called inside her context."""
    random, traits = life.random, life.traits
    maya = random.random() < assumed.MAYA_NAME
    given, surnames = invent_name(random, traits.sex, maya=maya)
    birth_year = at.year - random.randint(*traits.ages)
    guardian = "Encargada de Práctica" if may_be_minor(birth_year) else ""
    has_phone = traits.phone != Phone.NONE
    return Registration(
        id=new_id(random),
        given_names=given,
        surnames=surnames,
        sex=traits.sex,
        birth_year=birth_year,
        municipality=traits.municipality,
        phone=f"+5025550{1000 + life.number:04d}" if has_phone else "",
        phone_owner=PHONE_OWNERS.get(traits.phone, ContactOwner.SELF),
        returned_on=at.date() - timedelta(days=random.randint(*assumed.DAYS_SINCE_RETURN)),
        country=traits.country,
        cui=_cui(life.number, traits.municipality.code_ine) if traits.has_cui else "",
        consent=life.consents(guardian=guardian),
        is_training=True,
    )


def _cui(number: int, place: str) -> str:
    """Return a CUI of a serial that was never issued, whose check digit fits."""
    for last in range(10):
        serial = f"{FICTITIOUS_SERIAL}{number % 1000:03d}{last}"
        check = sum(int(digit) * weight for weight, digit in enumerate(serial, start=2)) % 11
        if check < 10:
            return f"{serial}{check}{place}"
    raise AssertionError("ten serials in a row cannot all leave ten")


def refuse(world: World, random: Random, key: str) -> None:
    """Let somebody say no on a day of the story: only a count stays."""
    user = world.users[key]
    office = next(office for office in world.offices.values() if office.pk in user.office_ids)

    def count(at: datetime) -> None:
        with acting(user, at):
            count_refusal(form_id=new_id(random), user=user, office=office)

    world.agenda.plan(world.some_moment(random), count)

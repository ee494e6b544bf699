"""Who may apply, by the birth year and, where it leaves 17 or 18 open, by the birthday."""

from datetime import date

import pytest

from arraigo.jobs.ages import WorkingAge, working_age

DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("birth_year", "born_on", "age"),
    [
        (2012, None, WorkingAge.CHILD),
        (2011, None, WorkingAge.ADOLESCENT),
        (2009, None, WorkingAge.ADOLESCENT),
        (2008, None, WorkingAge.UNKNOWN),
        (2007, None, WorkingAge.ADULT),
        (1950, None, WorkingAge.ADULT),
        (2008, date(2008, 6, 15), WorkingAge.ADULT),
        (2008, date(2008, 6, 16), WorkingAge.ADOLESCENT),
        (2011, date(2011, 6, 16), WorkingAge.CHILD),
        (2011, date(2011, 6, 15), WorkingAge.ADOLESCENT),
    ],
)
def test_what_is_known_of_an_age(birth_year, born_on, age):
    assert working_age(birth_year, DAY, born_on) is age

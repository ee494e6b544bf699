"""Published figures that the training persons follow, each with its source.

A share is a weight: decks deal them, so a few hundred persons come out as published.
"""

from __future__ import annotations

from arraigo.people.enums import Sex

#: Sex, all ages, 2025: 87.59 % men (IGM, by soy502.com, «Guatemala cierra 2025…», 102052).
SEX = {Sex.MALE: 87.59, Sex.FEMALE: 12.41}

#: Country returned from, 2025: 48,405 of 55,181 from the United States (IGM, idem).
COUNTRY = {"US": 48_405, "MX": 6_776}

#: Ages, 2024: 58 % of 18–30, 23.5 % of 31–40 (IGM, by centroamerica360.com, p=146179). Of the
#: rest two points are of 15–17: returned children of any age were 3.45 % in 2025 (IGM, idem).
AGES = {(15, 17): 2.0, (18, 30): 58.0, (31, 40): 23.5, (41, 60): 16.5}

#: Had worked abroad, 2025: 42,093 of 55,181, 76.28 % (IGM, idem).
WORKED_ABROAD = 0.7628

#: Work in the United States (OIM, survey of 2016, by Plaza Pública): building trades and crafts
#: 29.7 %, unskilled 18.7 %, services and sales 18.1 %, farming 6.5 %. The other 27 % are spread
#: over the same groups.
WORK_ABROAD = {"oficios": 29.7, "sin_calificar": 18.7, "servicios": 18.1, "campo": 6.5}

#: Work before leaving (OIM, idem): farming 28.1 %, building trades and crafts 13.2 %; the rest
#: is spread over services and unskilled work.
WORK_BEFORE = {"campo": 28.1, "oficios": 13.2, "sin_calificar": 29.4, "servicios": 29.3}

#: Persons referred to MINTRAB in 2025 and those of them placed: about 8,600 and 782, 9.09 %
#: (Soy502, December 2025). The training data stay close to it: no programme works miracles.
REFERRED, PLACED = 8_600, 782

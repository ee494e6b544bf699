"""What nobody has published: every probability and delay here is an assumption.

Chosen so that a caseload looks like one: most is done on time, some is late, some fails. Days
are (least, most). Change a figure here and the training data follow.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from arraigo.casework.enums import AttemptResult, CasePriority, ContactMode, NoteKind, Source
from arraigo.demo.enums import Answering, Fate, Journey, Phone, Punctuality, TrainingEnd
from arraigo.jobs.enums import LeftReason, Still
from arraigo.people.enums import ConsentHow
from arraigo.referrals.enums import Channel, Priority, RejectionReason

# Registration
PROMOTOR = {"promotora": 37, "promotor": 35, "promotora.esq": 28}
PHONE = {Phone.OWN: 70, Phone.FAMILY: 18, Phone.OTHER: 4, Phone.NONE: 8}
HAS_CUI = {True: 62, False: 38}
MAYA_NAME = 0.22
CONSENT = {ConsentHow.WITNESS: 45, ConsentHow.PAPER: 40, ConsentHow.SIGNATURE: 15}
SOURCE = {
    Source.RECEPTION_LIST: 34, Source.RESOURCE_CENTRE: 16, Source.MUNICIPALITY: 16,
    Source.FAIR: 14, Source.PARTNER: 8, Source.SPONTANEOUS: 12,
}  # fmt: skip
DAYS_SINCE_RETURN = (4, 120)
REFUSALS_PER_PERSON = 0.04  # somebody asked who says no: only counted
CASE_OPENED_LATER = 0.12  # registered at a fair, the case some days after
DAYS_TO_CASE = (3, 12)

# How far a person goes, and what becomes of her
JOURNEY = {Journey.REGISTERED: 5, Journey.OPENED: 9, Journey.PROFILED: 12, Journey.PLANNED: 74}
FATE = {
    Fate.JOB: 11, Fate.BUSINESS: 5, Fate.CASUAL: 4, Fate.STUDY: 4, Fate.GOES_ON: 57,
    Fate.LOST: 7, Fate.LEAVES: 5, Fate.MIGRATES: 4, Fate.MOVES: 3,
}  # fmt: skip

# Profile
DAYS_TO_PROFILE = (2, 14)
PROFILE_IN_PARTS = 0.35  # left and resumed
DAYS_TO_RESUME = (1, 7)
DAYS_AROUND_ASSESSMENT = (-5, 9)  # from the day it is due
ASSESSMENT_DECLINED = 0.08
PRIORITY = {CasePriority.HIGH: 18, CasePriority.MEDIUM: 52, CasePriority.LOW: 30}

# Plan
DAYS_TO_PLAN = (3, 18)
DAYS_TO_SIGN = (0, 6)
DAYS_TO_REVIEW = (1, 7)
PLAN_RETURNED = {True: 12, False: 88}
DAYS_TO_CORRECT = (2, 9)
PLAN_AMENDED = {True: 10, False: 90}  # a new version when circumstances change
DAYS_TO_AMEND = (35, 80)
ACTION_DONE = 0.62
ACTION_CANCELLED = 0.05

# Counselling and notes
SESSIONS = {0: 12, 1: 38, 2: 32, 3: 18}
DAYS_BETWEEN_SESSIONS = (12, 40)
NEXT_STEP_GIVEN = 0.55
DAYS_TO_NEXT_STEP = (4, 16)
NOTES = {0: 18, 1: 34, 2: 30, 3: 18}
DAYS_BETWEEN_NOTES = (6, 45)
NOTE_KIND = {NoteKind.CALL: 40, NoteKind.VISIT: 22, NoteKind.OFFICE: 16, NoteKind.NOTE: 22}
NOTE_MARK = {"": 82, "practice": 9, "challenge": 9}

# Follow-up: what is due is done on the day, some days late, or forgotten for weeks
PUNCTUALITY = {
    Punctuality.ON_THE_DAY: 62, Punctuality.A_LITTLE_LATE: 26, Punctuality.LATE: 9,
    Punctuality.FORGOTTEN: 3,
}  # fmt: skip
DAYS_LATE = {
    Punctuality.ON_THE_DAY: (0, 0), Punctuality.A_LITTLE_LATE: (1, 3), Punctuality.LATE: (4, 10),
    Punctuality.FORGOTTEN: (20, 40),
}  # fmt: skip
REACHED = 0.72
REACHED_AFTER_A_FAILURE = 0.6
MODE = {
    ContactMode.CALL: 64, ContactMode.MESSAGE: 10, ContactMode.VISIT: 14, ContactMode.OFFICE: 12,
}  # fmt: skip
ATTEMPT = {
    AttemptResult.NO_ANSWER: 46, AttemptResult.OFF: 22, AttemptResult.SOMEBODY_ELSE: 12,
    AttemptResult.LATER: 13, AttemptResult.WRONG_NUMBER: 7,
}  # fmt: skip
DAYS_TO_RETRY_THE_LOST = (10, 16)
STILL_THE_SAME = 0.35
ANOTHER_DATE_AGREED = 0.12
DAYS_TO_AGREED_DATE = (6, 20)

# Referrals: about two of three cases, some twice
REFERRALS = {0: 34, 1: 46, 2: 20}
DAYS_TO_REFER = (4, 25)
DAYS_TO_REFER_AGAIN = (20, 60)
URGENCY = {Priority.EMERGENCY: 2, Priority.URGENT: 16, Priority.NORMAL: 82}
ANSWERING = {
    Answering.NEVER: 18, Answering.ONLY_OPENS: 8, Answering.ABSENT: 14, Answering.REJECTED: 12,
    Answering.WAITING_LIST: 9, Answering.ATTENDED: 12, Answering.ENROLLED: 9,
    Answering.FINISHED: 18,
}  # fmt: skip
DAYS_TO_OPEN = (0, 4)
DAYS_TO_ANSWER = (1, 12)
DAYS_TO_FINISH = (6, 30)
ANSWER_CHANNEL = {Channel.MESSAGE: 60, Channel.PHONE: 32, Channel.SLIP: 8}
REJECTION = {
    RejectionReason.DOCUMENTS: 30, RejectionReason.SCHOOLING: 22, RejectionReason.NO_PLACE: 18,
    RejectionReason.EXPERIENCE: 12, RejectionReason.AREA: 8, RejectionReason.AGE: 4,
    RejectionReason.NOT_OFFERED: 4, RejectionReason.OTHER: 2,
}  # fmt: skip
#: Those never answered: once their time has passed the promotor telephones.
DAYS_TO_CHASE = (15, 24)
ANSWERED_WHEN_CHASED = 0.45
WITHDRAWN_WHEN_CHASED = 0.35
CLOSED_AFTER_ANSWER = 0.5
DAYS_TO_CLOSE_REFERRAL = (3, 15)

# Training, certificates
TRAINS = {True: 45, False: 55}
DAYS_TO_ENROL = (5, 30)
DAYS_TO_BEGIN = (0, 12)
TRAINING_LASTS = (18, 45)
TRAINING_END = {TrainingEnd.FINISHES: 78, TrainingEnd.DROPS: 22}
FUND = {"CAP-US-01": 84, "CAP-OT-01": 16}
CERTIFIED = {"tecnica": 34, "idioma": 6, "educativa": 5, "asistencia": 25, "": 30}
CERTIFIED_WITHOUT_COURSE = {"tecnica": 5, "idioma": 2, "educativa": 3, "profesional": 1, "": 89}
DAYS_TO_CERTIFICATE = (2, 18)
DAYS_TO_CERTIFY_WITHOUT_COURSE = (20, 70)

# Jobs
APPLIES_AFTER_TRAINING = {True: 50, False: 50}
APPLIES = {0: 66, 1: 22, 2: 12}  # whatever her fate
DAYS_TO_APPLY = (3, 28)
DAYS_TO_LIVELIHOOD = (24, 75)  # after the plan
DAYS_TO_FIRST_SALE = (3, 20)
LOSES_IT = {True: 18, False: 82}
DAYS_HELD = (25, 80)
DAYS_AROUND_RETENTION = (-1, 8)  # from the day it is due
STILL_WORKING = {Still.YES: 78, Still.CHANGED: 8, Still.LEFT: 8, Still.UNKNOWN: 6}
WHY_LEFT = {
    LeftReason.CONTRACT: 40, LeftReason.RESIGNED: 30, LeftReason.DISMISSED: 15,
    LeftReason.OTHER: 15,
}  # fmt: skip
INCOMES = (Decimal(1800), Decimal(2600), Decimal(3200), Decimal(3700), Decimal(4500))

# Verification of quality
VERIFIED_OF_LAST_MONTH = 0.5  # the rest is left to practise
DAYS_TO_VERIFY = (2, 14)
ITEM_FAILS = 0.05
VERIFIED_BY_VISIT = 0.2
VERIFIED_BY_CALL = 0.55
NOT_ALL_CONFIRMED = 0.06
CORRECTED = 0.75
CORRECTED_AFTER_ALL = timedelta(days=60)  # nobody leaves it for longer
DAYS_TO_CORRECT_WORK = (1, 9)

# Closure
DAYS_TO_SUCCEED = (50, 95)  # a case closes well this long after the job began
DAYS_TO_LEAVE = (18, 80)
CLOSURE_RETURNED = {True: 14, False: 86}
DAYS_TO_CERTIFY = (2, 8)
REOPENED = {True: 20, False: 80}
DAYS_TO_REOPEN = (8, 25)

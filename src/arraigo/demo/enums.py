"""What may become of a training person. Words of the story only: nothing of it is stored."""

from __future__ import annotations

from enum import StrEnum, auto


class Journey(StrEnum):
    """How far the protocol takes her."""

    REGISTERED = auto()
    OPENED = auto()
    PROFILED = auto()
    PLANNED = auto()


class Fate(StrEnum):
    """What becomes of her, if the months suffice."""

    JOB = auto()
    BUSINESS = auto()
    CASUAL = auto()
    STUDY = auto()
    GOES_ON = auto()
    LOST = auto()
    LEAVES = auto()
    MIGRATES = auto()
    MOVES = auto()


class Phone(StrEnum):
    """Whose phone she gives."""

    OWN = auto()
    FAMILY = auto()
    OTHER = auto()
    NONE = auto()


class Punctuality(StrEnum):
    """When something due is done."""

    ON_THE_DAY = auto()
    A_LITTLE_LATE = auto()
    LATE = auto()
    FORGOTTEN = auto()


class Answering(StrEnum):
    """What comes back of a referral."""

    NEVER = auto()
    ONLY_OPENS = auto()
    ABSENT = auto()
    REJECTED = auto()
    WAITING_LIST = auto()
    ATTENDED = auto()
    ENROLLED = auto()
    FINISHED = auto()


class TrainingEnd(StrEnum):
    """How a training ends."""

    FINISHES = auto()
    DROPS = auto()

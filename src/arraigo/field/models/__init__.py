"""Forms, devices, and what devices deliver."""

from arraigo.field.models.devices import Device, DeviceUse
from arraigo.field.models.forms import FormMedia, XForm, XFormVersion
from arraigo.field.models.submissions import Submission, SubmissionFile, SubmissionStep

__all__ = [
    "Device",
    "DeviceUse",
    "FormMedia",
    "Submission",
    "SubmissionFile",
    "SubmissionStep",
    "XForm",
    "XFormVersion",
]

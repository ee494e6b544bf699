"""Models of the public pages: complaints only."""

from arraigo.public.complaints.models import Complaint, ComplaintEvent, ComplaintKey

__all__ = ["Complaint", "ComplaintEvent", "ComplaintKey"]

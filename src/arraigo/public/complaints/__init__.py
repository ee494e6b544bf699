"""Complaints and PEAS: received from anybody, read by the PEAS focal point only.

Domain, privacy: class C; anonymous if wished, never through the promotor; outside timeline,
office scope, supervisor and break-glass; receipt acknowledged within 24 hours.
"""

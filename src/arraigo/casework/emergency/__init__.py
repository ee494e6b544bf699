"""Access in an emergency: somebody else's file, with a reason, four hours, read only, reviewed.

Domain, privacy: outside one's scope; notice to the supervisor and to data protection, who review
it; every look is traced under it; a reserved file and a complaint never open. The policies know
it: the rows of the person are readable while it lasts, and PostgreSQL refuses to write them.
"""

"""The sessions of an account: which devices are in, since when, and how to end them.

Django's own session tables do not say whose a session is. Its documented extension does (a model
and a store of one's own), so one row is the session and its entry in «Mis sesiones»: deleting it
ends the session at its next request, and nothing is written that was not written before.
allauth's `usersessions` keeps a second row beside each session with its IP address, which here is
personal data nobody needs, and writes it on every request.
"""

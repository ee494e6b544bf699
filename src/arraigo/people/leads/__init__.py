"""Lists received from others, and the contacts to be confirmed («contactos por confirmar») in them.

Domain, privacy: the lists of IGM/CAR and of partners name people who have not consented. They are
seen by the receiving office only, under a sharing basis, for 90 days, and count in no indicator
but *listas recibidas*. A row, the contact made from it and the person registered at the interview
bear one id, so that the traces of the contact are those of the person, and a contact can become
one person only.
"""

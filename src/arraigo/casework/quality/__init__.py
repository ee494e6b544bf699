"""Verificación de calidad: cases drawn by lot each month, looked through by who leads the office.

Source: IOM Reintegration Handbook §5.3, random spot checks of what is recorded. The lot is cast by
the server from a seed of its own, kept with the cases it was drawn from, so that anybody may cast
it again and nobody can choose, swap or remove a case; the database refuses a row the seed does not
give. Which cases were drawn is known to who supervises, and to a promotor only once each is
verified.
"""

"""Documents of a person: photos of her papers, made anew when they come in and kept sealed.

`attach` is the one way in: whatever room needs a paper, it comes as a `core.pictures` photo, is
sealed with the person's key and is handed out by this room's page only.
"""

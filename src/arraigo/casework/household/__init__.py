"""With whom a person lives: kinship, sex and age band only, and never a name.

Domain, privacy: a relative is named only as her own file names her, when she has one and agreed to
be linked; and no link between two files shows while either is reserved, because violence in the
couple is what files are reserved for. The policies of the links say so as well.
"""

"""Protection notes: what class C data there is about a person, apart from everything else.

Domain, privacy: violence, trafficking, health, criminal or deportation details, psychosocial notes.
What is told is sealed with the person's key, so that no readable word of it lies in the database,
in its history or in a backup. Whoever wrote a note, whoever manages the case and whoever leads its
office may read it, by policy as well; to everybody else there is no such row. It leaves no line in
the shared timeline and stands in no list, search, report, export, paper or copy.
"""

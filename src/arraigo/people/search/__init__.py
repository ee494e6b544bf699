"""Finding persons among very many by a misspelt name, a phone, or a piece of either number.

    words ──▶ keys ──▶ index                      what a person is found by, written with her
      │        └─────▶ vocabulary ──▶ candidates   what was meant; ids, with a user's scope or not
      └──▶ likeness ──────────────────▶ find       persons under their policy, with the reason

`find_people` is for pages, `candidate_ids` for jobs that compare files, `index_person` for the
actions that change a name, a number or who may see the person.
"""

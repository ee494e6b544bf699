"""Limits against harvesting: somebody who opens more files in an hour than her work explains.

What was opened is counted from the traces, which nobody can leave out, so nothing is written for
counting and nothing grows. At a first number the supervision and data protection are told, once
an hour and without a name of anybody in the files; at a second one the page asks who it is before
it shows more. The numbers are data with dates (`LookLimit`).
"""

"""Who works here and as what: accounts, and roles that two people give.

A role is what opens files, approves and pays, so nobody gives one alone (domain: privacy, four
eyes): an administrator asks, another person confirms within a week, and neither confirms her own.
A trigger holds it on the table itself. Only the command line of the installation gives a role
without being asked, because somebody has to be the first.
"""

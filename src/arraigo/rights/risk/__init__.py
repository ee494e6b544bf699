"""Life at risk: what is told without the person's permission, why, and the review of it.

The one override of consent (domain: privacy). Nothing is sent from here: whoever acts tells an
institution by telephone what is needed to keep somebody alive, and answers for it. Each time leaves
a reason, a trace that something left, a mail to data protection and a review by somebody else.
"""

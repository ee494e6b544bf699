"""Conservación: how long each kind of data is kept, what is due, and what is done about it.

Rules are data, with versions and dates (domain: privacy, retention and erasure by class). A nightly
job deletes at once what needs nobody, and proposes in small batches the files whose time has come;
two different people decide about a batch, and the job carries it out file by file.
"""

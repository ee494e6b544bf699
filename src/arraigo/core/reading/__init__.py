"""Spreadsheets that come in: files of strangers, read in a process apart within hard limits."""

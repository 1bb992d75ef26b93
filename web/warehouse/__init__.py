"""Whose records are: what waits for an owner, one record with its numbers, numbers of one person."""

"""A warehouse by its owners: whose a record is, what became of a paper, what is already held."""

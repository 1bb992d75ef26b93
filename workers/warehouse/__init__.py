"""What people do with the warehouse, without HTTP: whose records are, what became of papers, what is already held."""

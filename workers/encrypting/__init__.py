"""Keys of agencies: made, told to the ledger, and brought to papers that were stored before."""

"""Papers that are held, used again instead of asked for again: what a grant permits, what a look was, what was handed over; pure."""

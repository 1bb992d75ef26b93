"""Papers for an archive: their metadata by the profiles of the state archives, and the bag they travel in."""

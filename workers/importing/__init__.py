"""Old results into custody: a register and a tree of files, through the same steps as any scan, and what disagrees."""

"""What is exchanged with other systems: dossiers and their papers, what they are told of, the archive."""

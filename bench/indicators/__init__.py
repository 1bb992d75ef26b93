"""A province's year of dossiers, made up, and how long its reports take."""

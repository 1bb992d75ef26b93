"""Papers used again, without HTTP: taken for a dossier by officers, permitted and looked after by the people they are about."""

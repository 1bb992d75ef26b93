"""What a counter officer sees and asks: batches with their progress, one batch in full, a dossier's checklist."""

"""What an owner already holds and what became of papers: asked by officers and systems, shown before anything is scanned."""

"""What a dossier must hold, what came of it, and what a person should be told before leaving the counter. All pure."""

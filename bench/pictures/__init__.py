"""Pictures of every page for the guides: a demo warehouse, people of each role, a real browser."""

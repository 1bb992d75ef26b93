"""The signer's room: what was checked and waits for a seal, many at once, or back to a checker."""

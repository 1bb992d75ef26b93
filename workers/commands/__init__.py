"""What each command of `digitize` does; `digitize/cli/` only parses words and calls these."""

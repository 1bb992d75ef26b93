"""What each command of `digitize` does; `digitize/cli.py` only parses words and calls these."""

"""The checker's work, for the command line and the desk alike: what waits, what is decided, how pages are arranged."""

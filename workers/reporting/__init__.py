"""What managers are told of a period: figures, trend, what is behind each, editions, files to take away; without HTTP."""

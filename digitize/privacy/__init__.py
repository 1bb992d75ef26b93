"""Personal data: numbers masked, sensitive papers told apart, times after which things go; pure."""

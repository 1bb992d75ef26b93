"""Personal data at the desk: what a sensitive paper is opened for, what is held about one person, what is due to go."""

"""Personal data at work: purposes asked, what is held about a person told, what is past its time gone."""

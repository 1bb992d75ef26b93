"""Page to page, pure, one concern a module; every stage reads the one grey array and writes a new page."""

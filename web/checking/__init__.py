"""The checking desk: what waits for a person, the picture beside the form, and what the person decides."""

"""A verdict and the page text into fields: one layout a family, one value kind a file."""

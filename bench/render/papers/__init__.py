"""One file a family of papers; each offers `draw(code, rng) -> Rendered`."""

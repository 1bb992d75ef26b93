"""Other systems by the API, and the operator's pages about them."""

"""Who asks: sessions by cookie or bearer, what a route needs, and the pages of an account."""

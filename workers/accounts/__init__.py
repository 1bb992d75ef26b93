"""People who sign in: passwords, second factors, sessions, and whoever keeps their accounts. No HTTP."""

"""What every route of `/api/v1` shares."""

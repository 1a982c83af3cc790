"""The validation matrices: recorded answers of a real API server to small changes of valid objects."""

"""The mechanisms of patch requests: a stored object and a request body in, the new typed object out."""

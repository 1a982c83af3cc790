"""Outbound: the API server as the client of other people's servers (webhooks of admission, conversion, authorisation and authentication)."""

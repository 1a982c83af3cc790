"""Allocation: what the API server hands out itself: cluster IPs and node ports of services."""

"""The API server: Request in, Response out, over a store. The only package (with cluster.py) that touches storage.

Read handler.py first: the pipeline stands there in the order it runs.
"""

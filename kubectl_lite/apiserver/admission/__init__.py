"""Admission: plug-ins that may change (admit) and then may only reject (validate) a write. order.py lists them, chain.py runs them."""

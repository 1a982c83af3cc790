"""What all tests share: nothing here may depend on the speed of the machine."""
try:
    from hypothesis import HealthCheck, settings
except ImportError:  # only the property tests need it, and they say so themselves
    pass
else:
    settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("steady")

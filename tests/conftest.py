"""How every test runs."""

from hypothesis import HealthCheck, settings

# How fast a machine is says nothing about the code: speed lives in benchmarks/.
settings.register_profile(
    "project", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")

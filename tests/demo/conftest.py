"""The demo's own mark: `-m "not slow"` leaves out what draws pictures."""


def pytest_configure(config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds; left out with -m 'not slow'")

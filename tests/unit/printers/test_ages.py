import pytest

from kubectl_lite.printers import ages

NOW = 1_700_000_000.0  # 2023-11-14T22:13:20Z
MINUTE, HOUR, DAY = 60, 3600, 86400
YEAR = 365 * DAY


@pytest.mark.parametrize("seconds, text", [
    (-2, "<invalid>"), (-1, "0s"), (-0.4, "0s"), (0, "0s"), (0.9, "0s"), (119.9, "119s"), (120, "2m"), (121, "2m1s"), (599, "9m59s"), (600, "10m"),
    (3 * HOUR - 1, "179m"), (3 * HOUR, "3h"), (3 * HOUR + 59, "3h"), (3 * HOUR + 60, "3h1m"), (8 * HOUR - 1, "7h59m"), (8 * HOUR, "8h"),
    (48 * HOUR - 1, "47h"), (2 * DAY, "2d"), (2 * DAY + HOUR, "2d1h"), (8 * DAY - 1, "7d23h"), (8 * DAY, "8d"), (2 * YEAR - 1, "729d"),
    (2 * YEAR, "2y"), (2 * YEAR + 3 * DAY, "2y3d"), (8 * YEAR - 1, "7y364d"), (8 * YEAR, "8y"), (100 * YEAR, "100y"),
])
def test_human_duration(seconds, text):
    assert ages.human_duration(seconds) == text


@pytest.mark.parametrize("seconds, text", [(-3, "<invalid>"), (-1, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (DAY - 1, "23h"), (DAY, "1d"),
                                           (YEAR - 1, "364d"), (YEAR, "1y")])
def test_short_human_duration(seconds, text):
    assert ages.short_human_duration(seconds) == text


def test_since_and_until_know_unset_times():
    assert ages.since(None, NOW) == ages.until("", NOW) == "<unknown>"
    assert ages.since("2023-11-14T22:12:20Z", NOW) == "60s"
    assert ages.since("2023-11-14T22:13:10.500000Z", NOW) == "9s"
    assert ages.until("2023-11-14T22:14:20Z", NOW) == "60s"
    assert ages.since("2023-11-14T22:14:20Z", NOW) == "<invalid>"


def test_between():
    assert ages.between("2023-11-14T22:12:20Z", "2023-11-14T22:15:23Z") == "3m3s"


def test_age_is_that_of_the_creation():
    assert ages.age({"metadata": {"creationTimestamp": "2023-11-14T21:13:20Z"}}, NOW) == "60m"
    assert ages.age({"metadata": {}}, NOW) == "<unknown>"


def test_times_in_descriptions(monkeypatch):
    import time
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert ages.rfc1123z("2026-01-05T03:04:05Z") == "Mon, 05 Jan 2026 03:04:05 +0000"
    assert ages.rfc1123z(None) == "Mon, 01 Jan 0001 00:00:00 +0000"
    assert ages.go_time("2026-01-05T03:04:05Z") == "2026-01-05 03:04:05 +0000 UTC"

from datetime import datetime, timezone

import pytest

from kubectl_lite.machinery import cron


def at(*parts):
    return datetime(*parts, tzinfo=timezone.utc).timestamp()


@pytest.mark.parametrize("schedule, after, wanted", [
    ("*/15 * * * *", (2026, 1, 1, 0, 0, 1), (2026, 1, 1, 0, 15)),
    ("0 8-10 * * mon-fri", (2026, 1, 2, 10, 30), (2026, 1, 5, 8, 0)),
    ("0 0 29 2 *", (2026, 1, 1), (2028, 2, 29)),
    ("@daily", (2026, 1, 1, 0, 0), (2026, 1, 2)),
    ("0 0 1,15 * sun", (2026, 1, 2), (2026, 1, 4)),
    ("5/20 1 * jan *", (2026, 1, 1, 1, 10), (2026, 1, 1, 1, 25)),
])
def test_the_next_time(schedule, after, wanted):
    assert cron.parse(schedule).next(at(*after)) == at(*wanted)


def test_every_counts_from_the_moment():
    assert cron.parse("@every 90s").next(1000.5) == 1090


def test_a_time_zone_shifts_the_day():
    assert cron.parse("0 0 * * *").next(at(2026, 1, 1, 12), "Asia/Tokyo") == at(2026, 1, 1, 15)


def test_there_may_be_no_such_day():
    assert cron.parse("0 0 31 2 *").next(at(2026, 1, 1)) is None


@pytest.mark.parametrize("schedule, message", [
    ("a", "expected exactly 5 fields, found 1: [a]"), ("", "empty spec string"), ("60 * * * *", "end of range (60) above maximum (59): 60"),
    ("@foo", "unrecognized descriptor: @foo"), ("*/0 * * * *", "step of range should be a positive number: */0"),
    ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"), ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
    ("@every 5x", 'failed to parse duration @every 5x: time: unknown unit "x" in duration "5x"'),
    ("99999999999999999999 * * * *", 'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range'),
    ("x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'), ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
    ("@every x", 'failed to parse duration @every x: time: invalid duration "x"'),
    ("TZ=No/Where * * * * *", "provided bad location No/Where: unknown time zone No/Where"),
])
def test_refusals_have_the_librarys_texts(schedule, message):
    with pytest.raises(cron.CronError) as caught:
        cron.parse(schedule)
    assert str(caught.value) == message

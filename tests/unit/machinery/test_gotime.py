import pytest

from kubectl_lite.machinery import gotime


@pytest.mark.parametrize("text, want", [
    ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"),
    ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
    ("2024-01-02T03:04:05.999Z", "2024-01-02T03:04:05Z"),
    ("2024-01-01T00:30:00+02:00", "2023-12-31T22:30:00Z"),
    ("2024-12-31T23:30:00-01:00", "2025-01-01T00:30:00Z"),
    ("2024-01-02T3:04:05Z", "2024-01-02T03:04:05Z"),
])
def test_times_become_utc_seconds(text, want):
    assert gotime.time_text(text) == want


@pytest.mark.parametrize("text, want", [
    ("yesterday", 'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"'),
    ("2024-01-02", 'parsing time "2024-01-02" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'),
    ("2024-13-02T00:00:00Z", 'parsing time "2024-13-02T00:00:00Z": month out of range'),
    ("2023-02-29T00:00:00Z", 'parsing time "2023-02-29T00:00:00Z": day out of range'),
    ("2024-01-02T00:00:00", 'parsing time "2024-01-02T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"'),
    ("2024-01-02T00:00:00Zx", 'parsing time "2024-01-02T00:00:00Zx": extra text: "x"'),
])
def test_wrong_times_are_refused_in_gos_words(text, want):
    with pytest.raises(gotime.TimeError) as wrong:
        gotime.time_text(text)
    assert str(wrong.value) == want


def test_micro_times_need_their_six_digits():
    assert gotime.micro_time_text("2024-01-02T03:04:05.123456+01:00") == "2024-01-02T02:04:05.123456Z"
    with pytest.raises(gotime.TimeError) as wrong:
        gotime.micro_time_text("2024-01-02T03:04:05Z")
    assert str(wrong.value).endswith('cannot parse "Z" as ".000000"')

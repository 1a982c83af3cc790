"""Cron schedules as CronJobs use them: the standard five fields, descriptors and @every, with the messages of the Go library.

`parse` reads a schedule, `Schedule.next` finds the next moment. Times are seconds since the epoch; a time zone is an IANA name.
"""
from __future__ import annotations

import re
from collections import namedtuple

Bounds = namedtuple("Bounds", "low high names")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
FIELDS = (Bounds(0, 59, {}), Bounds(0, 23, {}), Bounds(1, 31, {}), Bounds(1, 12, {n: i + 1 for i, n in enumerate(_MONTHS)}),
          Bounds(0, 6, {n: i for i, n in enumerate(_DAYS)}))
DESCRIPTORS = {"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *",
               "@midnight": "0 0 * * *", "@hourly": "0 * * * *"}
DAY = 86400
HORIZON_DAYS = 5 * 366


class CronError(ValueError):
    """A schedule that cannot be read; str() is the library's message."""


class Schedule:
    """Five sets of allowed numbers, or a period in seconds (`every`)."""
    __slots__ = ("minutes", "hours", "days", "months", "weekdays", "any_day", "zone", "every")

    def __init__(self, sets=None, any_day=False, zone="", every=0):
        self.minutes, self.hours, self.days, self.months, self.weekdays = sets or ((),) * 5
        self.any_day, self.zone, self.every = any_day, zone, every

    def next(self, after: float, zone: str = "") -> float | None:
        """The first moment later than `after`, or None when there is none in five years."""
        if self.every:
            return float(int(after) + self.every)
        from datetime import datetime, timedelta
        place = _zone(self.zone or zone)
        at = datetime.fromtimestamp(int(after), place).replace(second=0, tzinfo=None)
        day = at.replace(hour=0, minute=0)
        for _ in range(HORIZON_DAYS):
            if self._on(day):
                found = self._in_day(day, after, place)
                if found is not None:
                    return found
            day += timedelta(days=1)
        return None

    def _on(self, day) -> bool:
        if day.month not in self.months:
            return False
        by_date, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return by_date and by_weekday if self.any_day else by_date or by_weekday

    def _in_day(self, day, after, place):
        for hour in sorted(self.hours):
            for minute in sorted(self.minutes):
                moment = day.replace(hour=hour, minute=minute, tzinfo=place)
                stamp = moment.timestamp()
                if stamp > after and _exists(moment, place):
                    return stamp
        return None


def _exists(moment, place) -> bool:
    """Whether the wall clock shows this moment at all (it skips an hour once a year in many places)."""
    from datetime import datetime
    return datetime.fromtimestamp(moment.timestamp(), place).hour == moment.hour


def _zone(name: str):
    from datetime import timezone
    if name in ("", "UTC"):
        return timezone.utc
    from zoneinfo import ZoneInfo
    return ZoneInfo(name)


def zone_problem(name: str) -> str:
    """What Go's time.LoadLocation says of a name it does not know; "" when it does."""
    if name in ("", "UTC", "Local"):
        return ""
    if ".." in name or name[0] in "/\\" or "\\" in name:
        return "time: invalid location name"
    try:
        _zone(name)
    except Exception:  # zoneinfo raises several kinds for names that are no names
        return f"unknown time zone {name}"
    return ""


def parse(text: str) -> Schedule:
    """A schedule from its text; CronError otherwise."""
    if not text:
        raise CronError("empty spec string")
    zone = ""
    if text.startswith(("TZ=", "CRON_TZ=")):
        zone, _, rest = text.partition("=")[2].partition(" ")
        problem = zone_problem(zone)
        if problem:
            raise CronError(f"provided bad location {zone}: {problem}")
        text = rest.strip()
    if text.startswith("@"):
        return _descriptor(text, zone)
    return _standard(text.split(), zone)


def _descriptor(text, zone):
    if text in DESCRIPTORS:
        return _standard(DESCRIPTORS[text].split(), zone)
    if text.startswith("@every "):
        return Schedule(every=max(1, int(_duration(text, text[len("@every "):]))))
    raise CronError(f"unrecognized descriptor: {text}")


def _duration(text, value) -> float:
    from kubectl_lite.machinery import goduration
    try:
        return goduration.parse(value)
    except ValueError as error:
        raise CronError(f"failed to parse duration {text}: {error}") from None


def _standard(words, zone):
    if len(words) != 5:
        raise CronError(f"expected exactly 5 fields, found {len(words)}: [{' '.join(words)}]")
    read = [_field(word, bounds) for word, bounds in zip(words, FIELDS)]
    return Schedule([numbers for numbers, _ in read], read[2][1] or read[4][1], zone)


def _field(word, bounds):
    """(the allowed numbers, whether it began with a star)."""
    numbers, star = set(), False
    for part in re.split(",", word):
        if part:
            found, all_of_them = _range(part, bounds)
            numbers |= found
            star = star or all_of_them
    return numbers, star


def _range(part, bounds):
    stepped, star = part.split("/"), False
    ends = stepped[0].split("-")
    if ends[0] in ("*", "?"):
        start, end, star = bounds.low, bounds.high, True
    else:
        start = end = _number_or_name(ends[0], bounds.names)
        if len(ends) == 2:
            end = _number_or_name(ends[1], bounds.names)
        elif len(ends) > 2:
            raise CronError(f"too many hyphens: {part}")
    step = 1
    if len(stepped) == 2:
        step = _number(stepped[1])
        end = bounds.high if len(ends) == 1 else end
        star = star and step <= 1
    elif len(stepped) > 2:
        raise CronError(f"too many slashes: {part}")
    _check(part, start, end, step, bounds)
    return set(range(start, end + 1, step)), star


def _check(part, start, end, step, bounds):
    if start < bounds.low:
        raise CronError(f"beginning of range ({start}) below minimum ({bounds.low}): {part}")
    if end > bounds.high:
        raise CronError(f"end of range ({end}) above maximum ({bounds.high}): {part}")
    if start > end:
        raise CronError(f"beginning of range ({start}) beyond end of range ({end}): {part}")
    if step == 0:
        raise CronError(f"step of range should be a positive number: {part}")


def _number_or_name(text, names):
    return names[text.lower()] if text.lower() in names else _number(text)


def _number(text):
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise CronError(f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": invalid syntax')
    number = int(text)
    if not -(1 << 63) <= number < 1 << 63:
        raise CronError(f'failed to parse int from {text}: strconv.Atoi: parsing "{text}": value out of range')
    if number < 0:
        raise CronError(f"negative number ({number}) not allowed: {text}")
    return number

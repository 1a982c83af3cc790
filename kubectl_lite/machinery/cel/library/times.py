"""The parts of timestamps and durations."""
from __future__ import annotations

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.values import Duration, Timestamp


def _part(of_moment, nanos_per_unit=None):
    def method(value, zone=""):
        if isinstance(value, Timestamp):
            try:
                return of_moment(value.datetime(zone))
            except ValueError as e:
                raise EvaluationError(str(e)) from None
        if isinstance(value, Duration) and nanos_per_unit:
            return int(value.nanos / nanos_per_unit)
        return NotImplemented
    return method


METHODS = {
    "getFullYear": _part(lambda d: d.year), "getMonth": _part(lambda d: d.month - 1), "getDate": _part(lambda d: d.day),
    "getDayOfMonth": _part(lambda d: d.day - 1), "getDayOfWeek": _part(lambda d: d.isoweekday() % 7), "getDayOfYear": _part(lambda d: d.timetuple().tm_yday - 1),
    "getHours": _part(lambda d: d.hour, 3600 * 10**9), "getMinutes": _part(lambda d: d.minute, 60 * 10**9),
    "getSeconds": _part(lambda d: d.second, 10**9), "getMilliseconds": _part(lambda d: d.microsecond // 1000, 10**6),
}

"""How much of a device's capacity one request may take: the policies of devices that can be allocated several times. Mirrors validateRequestPolicy."""
from __future__ import annotations

from kubectl_lite.api.resource import lists
from kubectl_lite.machinery import field, quantity

MAX_VALUES = 10
BOTH = 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time'


def policy(capacity: dict, path) -> list:
    """The field errors of a capacity's request policy."""
    wanted, most = capacity.get("requestPolicy"), quantity.parse(capacity.get("value") or "0")
    values, bounds = wanted.get("validValues") or (), wanted.get("validRange")
    if values and bounds is not None:
        return [field.forbidden(path, BOTH)]
    key = "validValues" if values else "validRange" if bounds is not None else None
    if key is None:
        return []
    if wanted.get("default") is None:
        return [field.required(path / "default", f"required when {key} is defined")]
    default = quantity.parse(wanted["default"])
    return _values(default, most, list(map(quantity.parse, values)), path / key) if values else _range(default, most, bounds, path / key)


def _values(default, most, values, path):
    problems = [field.invalid(path.index(i), str(b), "values must be sorted in ascending order") for i, (a, b) in enumerate(zip(values, values[1:]), 1) if a > b]

    def fits(value, at):
        return [field.invalid(at, str(value), f"option is larger than capacity value: {most}")] if value > most else []
    problems += lists.named_set(values, MAX_VALUES, fits, path, key=lambda value: str(value.value()))
    known = values if len(values) <= MAX_VALUES else ()  # of too many none is looked at
    return problems if default in known else [*problems, field.invalid(path, str(default), "default value is not valid according to the requestPolicy")]


def _range(default, capacity, bounds, path):
    if bounds.get("min") is None:
        return [field.required(path / "min", "required when validRange is defined")]
    least, most, step = (quantity.parse(bounds[key]) if bounds.get(key) is not None else None for key in ("min", "max", "step"))
    problems = [field.invalid(path / "min", str(least), f"min is larger than capacity value: {capacity}")] if least > capacity else []
    if default < least:
        problems.append(field.invalid(path / "default", str(default), f"default is less than min: {least}"))
    if most is not None:
        problems += _maximum(default, capacity, least, most, path)
    return problems + (_step(default, capacity, least, most, step, path / "step") if step is not None else [])


def _maximum(default, capacity, least, most, path):
    problems = [field.invalid(path / "max", str(least), f"min is larger than max: {most}")] if least > most else []
    if most > capacity:
        problems.append(field.invalid(path / "max", str(most), f"max is larger than capacity value: {capacity}"))
    return problems + ([field.invalid(path / "default", str(default), f"default is more than max: {most}")] if default > most else [])


def _step(default, capacity, least, most, step, path):
    if step <= quantity.ZERO:
        return [field.invalid(path, str(step), "must be greater than zero")]
    added = least + step
    problems = [field.invalid(path, str(step), f"one step {added} is larger than capacity value: {capacity}")] if added > capacity else []
    off = [value for value in (default, most) if value is not None and (value.value() - least.value()) % step.value()]
    return problems + [field.invalid(path, str(value), f"value is not a multiple of a given step ({step}) from ({least})") for value in off]

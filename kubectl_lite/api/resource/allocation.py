"""The status of a ResourceClaim: what was allocated, for whom it is reserved, how the devices are. Mirrors validateResourceClaimStatusUpdate."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.podspec.affinity import node_selector
from kubectl_lite.api.resource import devices, identifiers, lists
from kubectl_lite.api.validation import meta, text
from kubectl_lite.api.validation.conditions import conditions
from kubectl_lite.machinery import field, ips, names
from kubectl_lite.machinery.field import Path

STATUS = Path("status")
RESULT = "io.k8s.api.resource.v1.AllocationResult"
MAX_CONSUMERS, MAX_RESULTS, MAX_CONFIGS, MAX_BINDING, MAX_CONDITIONS = 256, 32, 64, 4, 8
LONGEST_DATA, LONGEST_INTERFACE, LONGEST_HARDWARE, MAX_ADDRESSES = 10 * 1024, 256, 128, 16
SOURCES = ("FromClaim", "FromClass")
ADDRESS_TEXT = "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)"
CONFLICT = "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set"


def device_id(device: dict) -> str:
    """A device, or a share of one, as messages name it."""
    return "/".join([*(device.get(key) or "" for key in ("driver", "pool", "device")), *([device["shareID"]] if device.get("shareID") else [])])


def results(status: dict) -> list:
    """The devices of the allocation."""
    return ((status.get("allocation") or {}).get("devices") or {}).get("results") or []


def forget_deallocated(status: dict, old: dict) -> None:
    """Drop, in place, what is told of devices that were allocated and are no more."""
    whole = [{**result, "shareID": None} for result in results(status)]
    gone = {device_id({**result, "shareID": None}) for result in results(old)} - {device_id(result) for result in whole}
    left = [device for device in status.get("devices") or () if device_id({**device, "shareID": None}) not in gone]
    if "devices" in status:
        status["devices"] = left
    if not left:
        status.pop("devices", None)


def validate(obj: dict, old: dict) -> list:
    """The field errors of a new status."""
    status, was = obj.get("status") or {}, old.get("status") or {}
    allocation, allocated = status.get("allocation"), {device_id(result) for result in results(status)}
    problems = lists.named_set(status.get("reservedFor") or (), MAX_CONSUMERS, _consumer, STATUS / "reservedFor", key=lambda c: c.get("uid") or "")
    problems += lists.named_set(status.get("devices") or (), None, lambda d, p: _device(d, allocated, p), STATUS / "devices", key=device_id)
    problems += _reserved(obj, status, was)
    if allocation is None:
        return problems
    if was.get("allocation") is not None:
        same = allocation == was["allocation"]
        return problems if same else [*problems, field.invalid(STATUS / "allocation", internal.value(allocation, RESULT), "field is immutable")]
    known = devices.request_names((obj.get("spec") or {}).get("devices") or {})
    return problems + _allocation(allocation, known, STATUS / "allocation")


def _reserved(obj, status, was):
    path, consumers = STATUS / "reservedFor", status.get("reservedFor") or ()
    if not consumers:
        return []
    if status.get("allocation") is None:
        return [field.forbidden(path, "may not be specified when `allocated` is not set")]
    new = [c for c in consumers if c not in (was.get("reservedFor") or ())]
    return [field.forbidden(path, CONFLICT)] if new and obj["metadata"].get("deletionTimestamp") else []


def _consumer(consumer, path):
    return [field.required(path / key) for key in ("resource", "name", "uid") if not consumer.get(key)]


def _allocation(allocation, known, path):
    found = allocation.get("devices") or {}
    problems = lists.each_of(found.get("results") or (), MAX_RESULTS, lambda r, p: _result(r, known, p), path.child("devices", "results"))
    problems += lists.each_of(found.get("config") or (), MAX_CONFIGS, lambda c, p: _configuration(c, known, p), path.child("devices", "config"))
    selector = allocation.get("nodeSelector")
    return problems + (node_selector(selector, path / "nodeSelector") if selector is not None else [])


def _result(result, known, path):
    problems = devices.reference(result.get("request") or "", known, path / "request") + _identified(result, path)
    problems += binding(result, path) + devices.tolerations(result, path)
    share = result.get("shareID")
    return problems + (identifiers.uid(share, path / "shareID") if share is not None else [])


def _identified(device, path):
    """The driver, pool and name of a device."""
    problems = identifiers.driver_name(device.get("driver") or "", path / "driver") + identifiers.pool_name(device.get("pool") or "", path / "pool")
    return problems + text.dns_label(device.get("device") or "", path / "device")


def _configuration(item, known, path):
    problems = text.one_of(item.get("source") or "", SOURCES, path / "source", absent="") + devices.references(item, known, path)
    return problems + devices.configuration(item, path)


def binding(item: dict, path) -> list:
    """validateDeviceBindingParameters: conditions that must come true before pods are bound, and those that say it failed."""
    wanted, failures = item.get("bindingConditions") or [], item.get("bindingFailureConditions") or []
    ready_at, failed_at = path / "bindingConditions", path / "bindingFailureConditions"
    problems = lists.each_of(wanted, MAX_BINDING, meta.label_name, ready_at) + lists.each_of(failures, MAX_BINDING, meta.label_name, failed_at)
    problems += [field.duplicate(ready_at.index(i), name) for i, name in enumerate(wanted) if name in wanted[:i]]
    for i, name in enumerate(failures):
        if name in failures[:i]:
            problems.append(field.duplicate(failed_at.index(i), name))
        if name in wanted:
            problems.append(field.invalid(failed_at.index(i), name, "bindingFailureConditions must not overlap with bindingConditions"))
    if failures and not wanted:
        problems.append(field.invalid(ready_at, item.get("bindingConditions"), "bindingConditions are required to use bindingFailureConditions"))
    if wanted and not failures:
        problems.append(field.invalid(failed_at, item.get("bindingFailureConditions"), "bindingFailureConditions are required to use bindingConditions"))
    return problems


def _device(device, allocated, path):
    problems, share, said = _identified(device, path), device.get("shareID"), device.get("conditions") or ()
    problems += identifiers.uid(share, path / "shareID") if share is not None else []
    if device_id(device) not in allocated:
        problems.append(field.invalid(path, field.Raw(device_id(device)), "must be an allocated device in the claim"))
    if len(said) > MAX_CONDITIONS:
        problems.append(field.too_many(path / "conditions", len(said), MAX_CONDITIONS))
    problems += conditions(said, path / "conditions")
    if device.get("data") is not None:
        problems += devices.json_object(device["data"], LONGEST_DATA, path / "data")
    return problems + _network(device.get("networkData") or {}, path / "networkData")


def _network(data, path):
    problems = [field.too_long(path / key, most) for key, most in (("interfaceName", LONGEST_INTERFACE), ("hardwareAddress", LONGEST_HARDWARE))
                if names.size(data.get(key) or "") > most]
    return problems + lists.named_set(data.get("ips") or (), MAX_ADDRESSES, _address, path / "ips", key=str)


def _address(value, path):
    parsed = ips.parse_cidr(value)
    if parsed is None:
        return [field.invalid(path, value, ADDRESS_TEXT)]
    version, number, _network_number, length = parsed
    normal = f"{ips.format_ip(version, number)}/{length}"
    return [] if value == normal else [field.invalid(path, value, f'must be in canonical form ("{normal}")')]

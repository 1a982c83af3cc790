"""CronJob: defaults and validation. Mirrors pkg/apis/batch and pkg/registry/batch/cronjob."""
from __future__ import annotations

from kubectl_lite.api.batch import jobspec
from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.validation import selectors, text, workloads
from kubectl_lite.machinery import cron, field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC = Path("spec")
TEMPLATE = SPEC / "jobTemplate"
POLICIES = ("Allow", "Forbid", "Replace")
MAX_NAME = 52


def default(obj):
    """SetDefaults_CronJob."""
    spec = obj.setdefault("spec", {})
    spec["concurrencyPolicy"] = spec.get("concurrencyPolicy") or "Allow"
    for name, value in (("suspend", False), ("successfulJobsHistoryLimit", 3), ("failedJobsHistoryLimit", 1)):
        if spec.get(name) is None:
            spec[name] = value
    job = spec.setdefault("jobTemplate", {}).setdefault("spec", {})
    jobspec.default_conditions(job)
    workloads.default_template(job)


def prepare_for_create(obj):
    obj["status"] = {}


def validate(obj):
    problems = _spec(obj.get("spec") or {}, None)
    name = obj["metadata"].get("name", "")
    if len(name) > MAX_NAME:
        problems.append(field.invalid("metadata.name", name, f"must be no more than {MAX_NAME} characters"))
    return problems


def validate_update(obj, old):
    return _spec(obj.get("spec") or {}, old.get("spec") or {})


def _spec(spec, old):
    schedule, path = spec.get("schedule") or "", SPEC / "schedule"
    problems = _schedule(schedule, spec.get("timeZone"), old, path) if schedule else [field.required(path)]
    problems += text.non_negative(spec.get("startingDeadlineSeconds"), SPEC / "startingDeadlineSeconds")
    if old is None or old.get("timeZone") != spec.get("timeZone"):
        problems += _time_zone(spec.get("timeZone"), SPEC / "timeZone")
    problems += text.one_of(spec.get("concurrencyPolicy", ""), POLICIES, SPEC / "concurrencyPolicy", "")
    problems += _template(spec.get("jobTemplate") or {}, (old or {}).get("jobTemplate") or {})
    problems += text.non_negative(spec.get("successfulJobsHistoryLimit"), SPEC / "successfulJobsHistoryLimit")
    return problems + text.non_negative(spec.get("failedJobsHistoryLimit"), SPEC / "failedJobsHistoryLimit")


def _schedule(schedule, zone, old, path):
    problems = []
    try:
        cron.parse(schedule)
    except cron.CronError as error:
        problems.append(field.invalid(path, schedule, str(error)))
    if "TZ" in schedule:
        if old is None or "TZ" not in (old.get("schedule") or ""):
            problems.append(field.invalid(path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"))
        elif zone is not None:
            problems.append(field.invalid(path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule"))
    return problems


def _time_zone(zone, path):
    if zone is None:
        return []
    if not zone:
        return [field.invalid(path, zone, "timeZone must be nil or non-empty string")]
    problems = []
    if zone.lower() == "local":
        problems.append(field.invalid(path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"))
    unknown = cron.zone_problem(zone)
    return problems + ([field.invalid(path, zone, unknown)] if unknown else [])


def _template(template, old):
    spec, path = template.get("spec") or {}, TEMPLATE / "spec"
    problems = jobspec.validate(spec, path, (old.get("spec") or {}).get("template"))
    if spec.get("selector") is not None:
        problems.append(field.invalid(path / "selector", selectors.selector_value(spec["selector"]), "`selector` will be auto-generated"))
    if spec.get("manualSelector"):
        problems.append(field.not_supported(path / "manualSelector", True, ("nil", "false")))
    return problems


def warnings(obj, old):
    spec = obj["spec"]
    found = jobspec.warnings(obj, old, (spec.get("jobTemplate") or {}).get("spec") or {}, TEMPLATE / "spec")
    if old is not None and "TZ" in (spec.get("schedule") or ""):  # a new one is refused
        found.append(f"CRON_TZ or TZ used in {SPEC / 'spec' / 'schedule'} is not officially supported, see "
                     "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details")
    return found

"""ApiError: the one error of the API, shaped as a Kubernetes Status. One constructor per reason, as apimachinery's api/errors has.

`resource` arguments are "pods" or "deployments.apps" (group resource text); `kind` is "Pod" or "Deployment.apps".
"""
from __future__ import annotations


class ApiError(Exception):
    """A Status with a failure; `code` is the HTTP status and `reason` the machine-readable word."""

    def __init__(self, status: dict):
        super().__init__(status.get("message", ""))
        self.status = status

    @property
    def code(self) -> int:
        return self.status.get("code", 500)

    @property
    def reason(self) -> str:
        return self.status.get("reason", "")

    @property
    def message(self) -> str:
        return self.status.get("message", "")

    @property
    def details(self) -> dict:
        return self.status.get("details") or {}


def status(code: int, reason: str, message: str, details: dict | None = None) -> dict:
    """A failure Status object."""
    body = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message}
    if reason:
        body["reason"] = reason
    if details:
        body["details"] = details
    body["code"] = code
    return body


def _error(code, reason, message, details=None) -> ApiError:
    return ApiError(status(code, reason, message, details))


def split_resource(resource: str) -> dict:
    """Status details of a group resource: "deployments.apps" -> name-less details with group and kind (the resource, as Kubernetes does)."""
    name, _, group = resource.partition(".")
    return {"group": group, "kind": name} if group else {"kind": name}


def _named(resource: str, name: str, **more) -> dict:
    details = {"name": name} if name else {}
    details.update(split_resource(resource))
    details.update(more)
    return details


def not_found(resource: str, name: str) -> ApiError:
    return _error(404, "NotFound", f'{resource} "{name}" not found', _named(resource, name))


def path_not_found() -> ApiError:
    return _error(404, "NotFound", "the server could not find the requested resource", {})


def already_exists(resource: str, name: str) -> ApiError:
    return _error(409, "AlreadyExists", f'{resource} "{name}" already exists', _named(resource, name))


def generate_name_conflict(resource: str, name: str) -> ApiError:
    return _error(409, "AlreadyExists", f'{resource} "{name}" already exists, the server was not able to generate a unique name for the object',
                  _named(resource, name, retryAfterSeconds=1))


def conflict(resource: str, name: str, why: str) -> ApiError:
    return _error(409, "Conflict", f'Operation cannot be fulfilled on {resource} "{name}": {why}', _named(resource, name))


MODIFIED = "the object has been modified; please apply your changes to the latest version and try again"


def modified(resource: str, name: str) -> ApiError:
    """The optimistic lock failed."""
    return conflict(resource, name, MODIFIED)


def apply_conflict(causes: list[dict], message: str) -> ApiError:
    return _error(409, "Conflict", message, {"causes": causes})


def invalid(kind: str, name: str, problems) -> ApiError:
    """422 with every field error: one alone is not bracketed, several are (ToAggregate drops repeated texts)."""
    texts = list(dict.fromkeys(str(p) for p in problems))
    joined = texts[0] if len(texts) == 1 else "[" + ", ".join(texts) + "]"
    details = {"name": name} if name else {}
    base, _, group = kind.partition(".")
    if group:
        details["group"] = group
    details["kind"] = base
    details["causes"] = [p.cause() for p in problems]
    return _error(422, "Invalid", f'{kind} "{name}" is invalid' + (f": {joined}" if texts else ""), details)


def forbidden(resource: str, name: str, why: str) -> ApiError:
    """403; `why` is the authoriser's or admission plug-in's sentence."""
    if not resource:
        return _error(403, "Forbidden", f"forbidden: {why}", {})
    subject = f'{resource} "{name}"' if name else resource
    return _error(403, "Forbidden", f"{subject} is forbidden: {why}", _named(resource, name))


def unauthorized() -> ApiError:
    return _error(401, "Unauthorized", "Unauthorized")


def bad_request(message: str) -> ApiError:
    return _error(400, "BadRequest", message)


def method_not_supported(resource: str, action: str) -> ApiError:
    return _error(405, "MethodNotAllowed", f'{action} is not supported on resources of kind "{resource}"', split_resource(resource))


def method_not_allowed() -> ApiError:
    return _error(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {})


def not_acceptable(message: str) -> ApiError:
    return _error(406, "NotAcceptable", message)


def unsupported_media_type(message: str) -> ApiError:
    return _error(415, "UnsupportedMediaType", message)


def expired(message: str) -> ApiError:
    return _error(410, "Expired", message)


def gone(message: str) -> ApiError:
    return _error(410, "Gone", message)


def too_many_requests(message: str, retry_after: int = 0, causes: list[dict] | None = None) -> ApiError:
    details: dict = {}
    if causes:
        details["causes"] = causes
    if retry_after:
        details["retryAfterSeconds"] = retry_after
    return _error(429, "TooManyRequests", message, details)


def too_large(message: str) -> ApiError:
    return _error(413, "RequestEntityTooLarge", f"Request entity too large: {message}")


def internal(message: str) -> ApiError:
    return _error(500, "InternalError", f"Internal error occurred: {message}", {"causes": [{"message": message}]})


def internal_text(message: str) -> ApiError:
    """500 with a text of its own and no reason (what an unclassified Go error becomes)."""
    return _error(500, "", message)


def timeout(message: str, retry_after: int = 0) -> ApiError:
    return _error(504, "Timeout", f"Timeout: {message}", {"retryAfterSeconds": retry_after} if retry_after else None)


def service_unavailable(message: str) -> ApiError:
    return _error(503, "ServiceUnavailable", message)

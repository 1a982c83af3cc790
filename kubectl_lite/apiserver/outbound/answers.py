"""Answers: what an HTTP answer to a POST means to Go's REST client: a decoded object, or the text of its error."""
from __future__ import annotations

from kubectl_lite.apiserver.outbound.call import CallFailed

# HTTP status: what the client says of it (NewGenericServerResponse)
TEXTS = {
    400: "the server rejected our request for an unknown reason", 401: "the server has asked for the client to provide credentials",
    404: "the server could not find the requested resource", 405: "the server does not allow this method on the requested resource",
    406: "the server was unable to respond with a content type that the client supports", 409: "the server reported a conflict",
    422: "the server rejected our request due to an error in our request",
    429: "the server has received too many requests and has asked us to try again later",
    503: "the server is currently unable to handle the request",
    504: "the server was unable to return a response in the time allotted, but may still be processing the request",
}
OWN_WORDS = (403, 406, 415)  # whose body is the message
LONGEST = 2048               # bytes of a body that an error shows


def decoded(status: int, content_type: str, body: bytes) -> dict:
    """The JSON object of an answer; CallFailed for a refusal and for what is no object."""
    if not 200 <= status <= 206:
        raise CallFailed(_refusal(status, content_type, body))
    if not body:
        raise CallFailed(f"0-length response with status code: {status} and content type: {content_type}")
    return _object(body)


def _refusal(status, content_type, body):
    found = _status(body)
    if found:
        return found
    said = body[:LONGEST].decode("utf-8", "replace").strip() if content_type.startswith("text/") else "unknown"
    if status in OWN_WORDS and (said != "unknown" or status not in TEXTS):
        return said
    if status in TEXTS:
        return TEXTS[status]
    if status >= 500:
        from kubectl_lite.machinery.field import go_quote
        return f"an error on the server ({go_quote(said)}) has prevented the request from succeeding"
    return f"the server responded with the status code {status} but did not return more information"


def _status(body):
    """The message of a body that is a Status, else ""."""
    import json
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    return found.get("message") or "" if isinstance(found, dict) and found.get("kind") == "Status" else ""


def _object(body):
    from kubectl_lite.api import codec_text
    from kubectl_lite.machinery.typenames import json_kind
    from kubectl_lite.apiserver.decoding import TYPE_META
    problem = "couldn't get version/kind; json parse error: "
    try:
        found = codec_text.parse(body.decode("utf-8", "surrogateescape"))
    except codec_text.SyntaxProblem as wrong:
        raise CallFailed(f"{problem}{wrong}") from None
    if not isinstance(found, dict):
        raise CallFailed(f"{problem}json: cannot unmarshal {json_kind(found)} into Go value of type {TYPE_META}")
    return found

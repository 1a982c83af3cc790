"""Configuration: STATE/config, a JSON object with what a real API server takes as flags. Absent keys have Kubernetes' defaults.

    authorizationMode          ["Node", "RBAC"]: any of Node, RBAC, ABAC, Webhook, AlwaysAllow, AlwaysDeny, asked in this order
    authorizationPolicyFile    the policy lines of ABAC (a path; relative ones begin at the state directory)
    authorizationWebhook       {"kubeConfigFile"} or {"url", "certificateAuthority", "token"}; and "timeoutSeconds", "failurePolicy": "NoOpinion" | "Deny",
                               "matchConditions": [{"expression"}], "authorizedTTLSeconds", "unauthorizedTTLSeconds"
    authenticationTokenWebhook {"kubeConfigFile"} or {"url", "certificateAuthority", "token"}; and "timeoutSeconds", "cacheTTLSeconds"
    enableAdmissionPlugins     plug-ins that are on besides the default ones
    disableAdmissionPlugins    plug-ins that are off
    admissionConfiguration     an AdmissionConfiguration of apiserver.config.k8s.io/v1, or the path of its file: the configuration of PodSecurity,
                               EventRateLimit, ResourceQuota, PodNodeSelector and PodTolerationRestriction
    tokenAuthFile              static tokens, lines of `token,user,uid,"group1,group2"`
    anonymousAuth              true: requests without credentials are system:anonymous; false: they are refused;
                               {"enabled": true, "conditions": [{"path": "/healthz"}]}: they are refused but for these paths
    serviceClusterIPRange      "10.0.0.0/24", or two ranges with a comma between them (for a new cluster)
    serviceNodePortRange       "30000-32767"
    serviceAccountIssuer       the issuer of service-account tokens
    apiAudiences               ["https://kubernetes.default.svc"], of which the first is what tokens are made for
    auditPolicy                a Policy of audit.k8s.io/v1, or its file; events are appended to STATE/audit.log. Absent: no audit

Knows the names and their forms; what they mean is their readers' matter.
"""
from __future__ import annotations

import json
import os

FILE, AUDIT_LOG = "config", "audit.log"
MODES = ("Node", "RBAC", "ABAC", "Webhook", "AlwaysAllow", "AlwaysDeny")


class BadConfiguration(Exception):
    """STATE/config cannot be used; the text names file, key and remedy."""

    clear = True


def read(state: str) -> dict:
    """The arguments for Settings that STATE/config asks for; {} when there is no such file."""
    path = os.path.join(state, FILE)
    try:
        with open(path, encoding="utf-8") as f:
            config = json.load(f)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as e:
        raise BadConfiguration(f"cannot read {path}: {e}; it must be a JSON object such as {{\"authorizationMode\": [\"RBAC\"]}}") from None
    if not isinstance(config, dict):
        raise BadConfiguration(f"{path} must be a JSON object")
    return settings(config, state, path)


def settings(config: dict, state: str = "", where: str = FILE) -> dict:
    """The arguments for Settings; BadConfiguration for what nobody knows."""
    out: dict = {}
    for key, value in config.items():
        if key not in KEYS:
            raise BadConfiguration(f"{where}: unknown key {key!r}; known are {', '.join(KEYS)}")
        name, form = KEYS[key]
        try:
            out[name] = form(value, state)
        except (ValueError, TypeError, AttributeError) as e:
            raise BadConfiguration(f"{where}: {key}: {e}") from None
    both = sorted(set(out.get("enable_admission", ())) & set(out.get("disable_admission", ())))
    if both:
        raise BadConfiguration(f"{where}: {both} in enable-admission-plugins and disable-admission-plugins overlapped")
    return out


def _modes(value, _state):
    unknown = [mode for mode in _texts(value, _state) if mode not in MODES]
    if unknown or not value:
        raise ValueError(f"must be a list of some of {', '.join(MODES)}" + (f", not {unknown[0]}" if unknown else ""))
    return tuple(value)


def _plugins(value, _state):
    from kubectl_lite.apiserver.admission.order import GATED, ORDER
    known = [*(row[0] for row in ORDER), *GATED]
    for name in _texts(value, _state):
        if name not in known:
            raise ValueError(f"unknown admission plugin {name!r}; known are {', '.join(known)}")
    return tuple(value)


def _texts(value, _state):
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be a list of strings")
    return tuple(value)


def _path(value, state):
    return os.path.join(state, _text(value, state))


def _text(value, _state):
    if not isinstance(value, str) or not value:
        raise ValueError("must be a text")
    return value


def _boolean(value, _state):
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _ranges(value, _state):
    from ipaddress import ip_network
    return tuple(str(ip_network(part.strip())) for part in _text(value, _state).split(","))


def _ports(value, _state):
    low, _, high = _text(value, _state).partition("-")
    if not 0 < int(low) <= int(high) < 65536:
        raise ValueError("must be a range of ports such as 30000-32767")
    return int(low), int(high)


def _webhook(value, state):
    if not isinstance(value, dict) or not value.get("kubeConfigFile") and not str(value.get("url", "")).startswith("https://"):
        raise ValueError("must be an object with a kubeConfigFile, or with a url that begins with https://")
    return {**value, **{key: os.path.join(state, value[key]) for key in ("certificateAuthority", "kubeConfigFile") if value.get(key)}}


def _admission(value, state):
    from kubectl_lite.apiserver.admission import configurations
    return configurations.read(value, state)


def _anonymous(value, state):
    """True, False, or the paths that need no credentials."""
    if not isinstance(value, dict):
        return _boolean(value, state)
    if set(value) - {"enabled", "conditions"} or not all(isinstance(c, dict) and isinstance(c.get("path"), str) for c in value.get("conditions") or ()):
        raise ValueError('must be true, false, or an object such as {"enabled": true, "conditions": [{"path": "/healthz"}]}')
    paths = tuple(condition["path"] for condition in value.get("conditions") or ())
    return bool(value.get("enabled")) and (paths or True)


def _policy(value, state):
    from kubectl_lite.apiserver import audit, auditpolicy
    from kubectl_lite.apiserver.admission import configurations
    policy = configurations.loaded(os.path.join(state, value)) if isinstance(value, str) else value
    return audit.Log(auditpolicy.Policy(policy), os.path.join(state, AUDIT_LOG))


# key: (argument of Settings, its form)
KEYS = {
    "authorizationMode": ("authorization", _modes), "authorizationPolicyFile": ("policy_file", _path),
    "authorizationWebhook": ("authorization_webhook", _webhook), "authenticationTokenWebhook": ("authentication_webhook", _webhook),
    "enableAdmissionPlugins": ("enable_admission", _plugins), "disableAdmissionPlugins": ("disable_admission", _plugins),
    "admissionConfiguration": ("admission_configuration", _admission),
    "tokenAuthFile": ("token_file", _path), "anonymousAuth": ("anonymous", _anonymous),
    "serviceClusterIPRange": ("service_cidrs", _ranges), "serviceNodePortRange": ("node_ports", _ports),
    "serviceAccountIssuer": ("issuer", _text), "apiAudiences": ("audience", lambda value, state: _texts(value, state)[0]),
    "auditPolicy": ("audit", _policy),
}

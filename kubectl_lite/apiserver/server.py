"""Server: a store, an Env and the settings of one API server; `handle` is its only door."""
from __future__ import annotations

from kubectl_lite.apiserver import handler
from kubectl_lite.apiserver.objects import Objects


class Server:
    """One API server over a store. Holds no state of its own but caches that follow the store's revision."""

    def __init__(self, store, env, settings=None):
        self.store, self.env = store, env
        self.objects = Objects(store)
        self.settings = settings or Settings()

    def handle(self, request):
        """Answer one request; never raises ApiError (a refusal is a Response whose body is a Status)."""
        return handler.handle(self, request)


class Settings:
    """What a real API server takes as flags. `trace` is called with (stage, text) when somebody wants to see the way of a request."""

    def __init__(self, enable_admission=(), disable_admission=(), authorization=("Node", "RBAC"), trace=None,
                 service_cidrs=("10.0.0.0/24",), node_ports=(30000, 32767), issuer="https://kubernetes.default.svc.cluster.local",
                 audience="https://kubernetes.default.svc", component_probes=None, runtime=None,
                 policy_file="", authorization_webhook=None, authentication_webhook=None, admission_configuration=None, token_file="", anonymous=True, audit=None, await_accounts=None):
        self.enable_admission, self.disable_admission = tuple(enable_admission), tuple(disable_admission)
        self.authorization, self.trace = tuple(authorization), trace
        self.service_cidrs, self.node_ports = tuple(service_cidrs), node_ports
        self.issuer, self.audience = issuer, audience
        self.policy_file, self.authorization_webhook = policy_file, authorization_webhook  # of ABAC and Webhook
        self.authentication_webhook = authentication_webhook
        self.admission_configuration = admission_configuration or {}  # name of a plug-in -> its configuration
        self.token_file, self.anonymous = token_file, anonymous  # anonymous: True, False, or the paths that need no credentials
        self.audit = audit                              # an audit.Log, or None
        self.await_accounts = await_accounts            # () -> None: lets the controller make the accounts of new namespaces
        self.component_probes = component_probes or {}  # name -> () -> (healthy, text)
        self.runtime = runtime                          # the simulated containers' runtime: log(pod, container) -> text

    def plugin_configuration(self, name: str) -> dict | None:
        """The configuration of an admission plug-in, None where it has none."""
        return self.admission_configuration.get(name)

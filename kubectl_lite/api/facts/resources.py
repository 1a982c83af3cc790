"""Derived from Kubernetes 1.36's discovery by .ci/facts/derive_resources.py; do not edit."""

ALL = ('create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch')

# (group, version, preferred version first), in discovery order
GROUPS = (('apiregistration.k8s.io', ('v1',)), ('apps', ('v1',)), ('events.k8s.io', ('v1',)), ('authentication.k8s.io', ('v1',)), ('authorization.k8s.io', ('v1',)), ('autoscaling', ('v2', 'v1')), ('batch', ('v1',)), ('certificates.k8s.io', ('v1',)), ('networking.k8s.io', ('v1',)), ('policy', ('v1',)), ('rbac.authorization.k8s.io', ('v1',)), ('storage.k8s.io', ('v1',)), ('admissionregistration.k8s.io', ('v1',)), ('apiextensions.k8s.io', ('v1',)), ('scheduling.k8s.io', ('v1',)), ('coordination.k8s.io', ('v1',)), ('node.k8s.io', ('v1',)), ('discovery.k8s.io', ('v1',)), ('resource.k8s.io', ('v1',)), ('flowcontrol.apiserver.k8s.io', ('v1',)))

# group, version, name, singular, kind, namespaced, verbs, short names, categories, schema, storage prefix, storage version, hash
RESOURCES = (
    ('', 'v1', 'bindings', 'binding', 'Binding', True, ('create',), (), (), 'io.k8s.api.core.v1.Binding', '', 'v1', ''),
    ('', 'v1', 'componentstatuses', 'componentstatus', 'ComponentStatus', False, ('get', 'list'), ('cs',), (), 'io.k8s.api.core.v1.ComponentStatus', '', 'v1', ''),
    ('', 'v1', 'configmaps', 'configmap', 'ConfigMap', True, ALL, ('cm',), (), 'io.k8s.api.core.v1.ConfigMap', '/registry/configmaps', 'v1', 'qFsyl6wFWjQ='),
    ('', 'v1', 'endpoints', 'endpoints', 'Endpoints', True, ALL, ('ep',), (), 'io.k8s.api.core.v1.Endpoints', '/registry/services/endpoints', 'v1', 'fWeeMqaN/OA='),
    ('', 'v1', 'events', 'event', 'Event', True, ALL, ('ev',), (), 'io.k8s.api.core.v1.Event', '/registry/events', 'v1', 'r2yiGXH7wu8='),
    ('', 'v1', 'limitranges', 'limitrange', 'LimitRange', True, ALL, ('limits',), (), 'io.k8s.api.core.v1.LimitRange', '/registry/limitranges', 'v1', 'EBKMFVe6cwo='),
    ('', 'v1', 'namespaces', 'namespace', 'Namespace', False, ('create', 'delete', 'get', 'list', 'patch', 'update', 'watch'), ('ns',), (), 'io.k8s.api.core.v1.Namespace', '/registry/namespaces', 'v1', 'Q3oi5N2YM8M='),
    ('', 'v1', 'nodes', 'node', 'Node', False, ALL, ('no',), (), 'io.k8s.api.core.v1.Node', '/registry/minions', 'v1', 'XwShjMxG9Fs='),
    ('', 'v1', 'persistentvolumeclaims', 'persistentvolumeclaim', 'PersistentVolumeClaim', True, ALL, ('pvc',), (), 'io.k8s.api.core.v1.PersistentVolumeClaim', '/registry/persistentvolumeclaims', 'v1', 'QWTyNDq0dC4='),
    ('', 'v1', 'persistentvolumes', 'persistentvolume', 'PersistentVolume', False, ALL, ('pv',), (), 'io.k8s.api.core.v1.PersistentVolume', '/registry/persistentvolumes', 'v1', 'HN/zwEC+JgM='),
    ('', 'v1', 'pods', 'pod', 'Pod', True, ALL, ('po',), ('all',), 'io.k8s.api.core.v1.Pod', '/registry/pods', 'v1', 'xPOwRZ+Yhw8='),
    ('', 'v1', 'podtemplates', 'podtemplate', 'PodTemplate', True, ALL, (), (), 'io.k8s.api.core.v1.PodTemplate', '/registry/podtemplates', 'v1', 'LIXB2x4IFpk='),
    ('', 'v1', 'replicationcontrollers', 'replicationcontroller', 'ReplicationController', True, ALL, ('rc',), ('all',), 'io.k8s.api.core.v1.ReplicationController', '/registry/controllers', 'v1', 'Jond2If31h0='),
    ('', 'v1', 'resourcequotas', 'resourcequota', 'ResourceQuota', True, ALL, ('quota',), (), 'io.k8s.api.core.v1.ResourceQuota', '/registry/resourcequotas', 'v1', '8uhSgffRX6w='),
    ('', 'v1', 'secrets', 'secret', 'Secret', True, ALL, (), (), 'io.k8s.api.core.v1.Secret', '/registry/secrets', 'v1', 'S6u1pOWzb84='),
    ('', 'v1', 'serviceaccounts', 'serviceaccount', 'ServiceAccount', True, ALL, ('sa',), (), 'io.k8s.api.core.v1.ServiceAccount', '/registry/serviceaccounts', 'v1', 'pbx9ZvyFpBE='),
    ('', 'v1', 'services', 'service', 'Service', True, ALL, ('svc',), ('all',), 'io.k8s.api.core.v1.Service', '/registry/services/specs', 'v1', '0/CO1lhkEBI='),
    ('apiregistration.k8s.io', 'v1', 'apiservices', 'apiservice', 'APIService', False, ALL, (), ('api-extensions',), 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService', '/registry/apiregistration.k8s.io/apiservices', 'v1', 'InPBPD7+PqM='),
    ('apps', 'v1', 'controllerrevisions', 'controllerrevision', 'ControllerRevision', True, ALL, (), (), 'io.k8s.api.apps.v1.ControllerRevision', '/registry/controllerrevisions', 'v1', '85nkx63pcBU='),
    ('apps', 'v1', 'daemonsets', 'daemonset', 'DaemonSet', True, ALL, ('ds',), ('all',), 'io.k8s.api.apps.v1.DaemonSet', '/registry/daemonsets', 'v1', 'dd7pWHUlMKQ='),
    ('apps', 'v1', 'deployments', 'deployment', 'Deployment', True, ALL, ('deploy',), ('all',), 'io.k8s.api.apps.v1.Deployment', '/registry/deployments', 'v1', '8aSe+NMegvE='),
    ('apps', 'v1', 'replicasets', 'replicaset', 'ReplicaSet', True, ALL, ('rs',), ('all',), 'io.k8s.api.apps.v1.ReplicaSet', '/registry/replicasets', 'v1', 'P1RzHs8/mWQ='),
    ('apps', 'v1', 'statefulsets', 'statefulset', 'StatefulSet', True, ALL, ('sts',), ('all',), 'io.k8s.api.apps.v1.StatefulSet', '/registry/statefulsets', 'v1', 'H+vl74LkKdo='),
    ('events.k8s.io', 'v1', 'events', 'event', 'Event', True, ALL, ('ev',), (), 'io.k8s.api.events.v1.Event', '/registry/events', 'v1', 'r2yiGXH7wu8='),
    ('authentication.k8s.io', 'v1', 'selfsubjectreviews', 'selfsubjectreview', 'SelfSubjectReview', False, ('create',), (), (), 'io.k8s.api.authentication.v1.SelfSubjectReview', '', 'v1', ''),
    ('authentication.k8s.io', 'v1', 'tokenreviews', 'tokenreview', 'TokenReview', False, ('create',), (), (), 'io.k8s.api.authentication.v1.TokenReview', '', 'v1', ''),
    ('authorization.k8s.io', 'v1', 'localsubjectaccessreviews', 'localsubjectaccessreview', 'LocalSubjectAccessReview', True, ('create',), (), (), 'io.k8s.api.authorization.v1.LocalSubjectAccessReview', '', 'v1', ''),
    ('authorization.k8s.io', 'v1', 'selfsubjectaccessreviews', 'selfsubjectaccessreview', 'SelfSubjectAccessReview', False, ('create',), (), (), 'io.k8s.api.authorization.v1.SelfSubjectAccessReview', '', 'v1', ''),
    ('authorization.k8s.io', 'v1', 'selfsubjectrulesreviews', 'selfsubjectrulesreview', 'SelfSubjectRulesReview', False, ('create',), (), (), 'io.k8s.api.authorization.v1.SelfSubjectRulesReview', '', 'v1', ''),
    ('authorization.k8s.io', 'v1', 'subjectaccessreviews', 'subjectaccessreview', 'SubjectAccessReview', False, ('create',), (), (), 'io.k8s.api.authorization.v1.SubjectAccessReview', '', 'v1', ''),
    ('autoscaling', 'v2', 'horizontalpodautoscalers', 'horizontalpodautoscaler', 'HorizontalPodAutoscaler', True, ALL, ('hpa',), ('all',), 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler', '/registry/horizontalpodautoscalers', 'v2', 'qwQve8ut294='),
    ('autoscaling', 'v1', 'horizontalpodautoscalers', 'horizontalpodautoscaler', 'HorizontalPodAutoscaler', True, ALL, ('hpa',), ('all',), 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler', '/registry/horizontalpodautoscalers', 'v2', 'qwQve8ut294='),
    ('batch', 'v1', 'cronjobs', 'cronjob', 'CronJob', True, ALL, ('cj',), ('all',), 'io.k8s.api.batch.v1.CronJob', '/registry/cronjobs', 'v1', 'sd5LIXh4Fjs='),
    ('batch', 'v1', 'jobs', 'job', 'Job', True, ALL, (), ('all',), 'io.k8s.api.batch.v1.Job', '/registry/jobs', 'v1', 'mudhfqk/qZY='),
    ('certificates.k8s.io', 'v1', 'certificatesigningrequests', 'certificatesigningrequest', 'CertificateSigningRequest', False, ALL, ('csr',), (), 'io.k8s.api.certificates.v1.CertificateSigningRequest', '/registry/certificatesigningrequests', 'v1', '95fRKMXA+00='),
    ('networking.k8s.io', 'v1', 'ingressclasses', 'ingressclass', 'IngressClass', False, ALL, (), (), 'io.k8s.api.networking.v1.IngressClass', '/registry/ingressclasses', 'v1', 'l/iqIbDgFyQ='),
    ('networking.k8s.io', 'v1', 'ingresses', 'ingress', 'Ingress', True, ALL, ('ing',), (), 'io.k8s.api.networking.v1.Ingress', '/registry/ingress', 'v1', '39NQlfNR+bo='),
    ('networking.k8s.io', 'v1', 'ipaddresses', 'ipaddress', 'IPAddress', False, ALL, ('ip',), (), 'io.k8s.api.networking.v1.IPAddress', '/registry/ipaddresses', 'v1', '3f/plJFChNE='),
    ('networking.k8s.io', 'v1', 'networkpolicies', 'networkpolicy', 'NetworkPolicy', True, ALL, ('netpol',), (), 'io.k8s.api.networking.v1.NetworkPolicy', '/registry/networkpolicies', 'v1', 'YpfwF18m1G8='),
    ('networking.k8s.io', 'v1', 'servicecidrs', 'servicecidr', 'ServiceCIDR', False, ALL, (), (), 'io.k8s.api.networking.v1.ServiceCIDR', '/registry/servicecidrs', 'v1', 'gNLvruQhW2g='),
    ('policy', 'v1', 'poddisruptionbudgets', 'poddisruptionbudget', 'PodDisruptionBudget', True, ALL, ('pdb',), (), 'io.k8s.api.policy.v1.PodDisruptionBudget', '/registry/poddisruptionbudgets', 'v1', 'EVWiDmWqyJw='),
    ('rbac.authorization.k8s.io', 'v1', 'clusterrolebindings', 'clusterrolebinding', 'ClusterRoleBinding', False, ALL, (), (), 'io.k8s.api.rbac.v1.ClusterRoleBinding', '/registry/clusterrolebindings', 'v1', '48tpQ8gZHFc='),
    ('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'clusterrole', 'ClusterRole', False, ALL, (), (), 'io.k8s.api.rbac.v1.ClusterRole', '/registry/clusterroles', 'v1', 'bYE5ZWDrJ44='),
    ('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'rolebinding', 'RoleBinding', True, ALL, (), (), 'io.k8s.api.rbac.v1.RoleBinding', '/registry/rolebindings', 'v1', 'eGsCzGH6b1g='),
    ('rbac.authorization.k8s.io', 'v1', 'roles', 'role', 'Role', True, ALL, (), (), 'io.k8s.api.rbac.v1.Role', '/registry/roles', 'v1', '7FuwZcIIItM='),
    ('storage.k8s.io', 'v1', 'csidrivers', 'csidriver', 'CSIDriver', False, ALL, (), (), 'io.k8s.api.storage.v1.CSIDriver', '/registry/csidrivers', 'v1', 'hL6j/rwBV5w='),
    ('storage.k8s.io', 'v1', 'csinodes', 'csinode', 'CSINode', False, ALL, (), (), 'io.k8s.api.storage.v1.CSINode', '/registry/csinodes', 'v1', 'Pe62DkZtjuo='),
    ('storage.k8s.io', 'v1', 'csistoragecapacities', 'csistoragecapacity', 'CSIStorageCapacity', True, ALL, (), (), 'io.k8s.api.storage.v1.CSIStorageCapacity', '/registry/csistoragecapacities', 'v1', 'xeVl+2Ly1kE='),
    ('storage.k8s.io', 'v1', 'storageclasses', 'storageclass', 'StorageClass', False, ALL, ('sc',), (), 'io.k8s.api.storage.v1.StorageClass', '/registry/storageclasses', 'v1', 'K+m6uJwbjGY='),
    ('storage.k8s.io', 'v1', 'volumeattachments', 'volumeattachment', 'VolumeAttachment', False, ALL, (), (), 'io.k8s.api.storage.v1.VolumeAttachment', '/registry/volumeattachments', 'v1', 'tJx/ezt6UDU='),
    ('storage.k8s.io', 'v1', 'volumeattributesclasses', 'volumeattributesclass', 'VolumeAttributesClass', False, ALL, ('vac',), (), 'io.k8s.api.storage.v1.VolumeAttributesClass', '/registry/volumeattributesclasses', 'v1', 'tIjydgKBC5w='),
    ('admissionregistration.k8s.io', 'v1', 'mutatingadmissionpolicies', 'mutatingadmissionpolicy', 'MutatingAdmissionPolicy', False, ALL, (), ('api-extensions',), 'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy', '/registry/mutatingadmissionpolicies', 'v1', 'LYmCf+UMVdg='),
    ('admissionregistration.k8s.io', 'v1', 'mutatingadmissionpolicybindings', 'mutatingadmissionpolicybinding', 'MutatingAdmissionPolicyBinding', False, ALL, (), ('api-extensions',), 'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding', '/registry/mutatingadmissionpolicybindings', 'v1', '90V5FRZZ3Zg='),
    ('admissionregistration.k8s.io', 'v1', 'mutatingwebhookconfigurations', 'mutatingwebhookconfiguration', 'MutatingWebhookConfiguration', False, ALL, (), ('api-extensions',), 'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration', '/registry/mutatingwebhookconfigurations', 'v1', 'Sqi0GUgDaX0='),
    ('admissionregistration.k8s.io', 'v1', 'validatingadmissionpolicies', 'validatingadmissionpolicy', 'ValidatingAdmissionPolicy', False, ALL, (), ('api-extensions',), 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy', '/registry/validatingadmissionpolicies', 'v1', '6OxvlMmQ6is='),
    ('admissionregistration.k8s.io', 'v1', 'validatingadmissionpolicybindings', 'validatingadmissionpolicybinding', 'ValidatingAdmissionPolicyBinding', False, ALL, (), ('api-extensions',), 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding', '/registry/validatingadmissionpolicybindings', 'v1', 'v9715VZqakg='),
    ('admissionregistration.k8s.io', 'v1', 'validatingwebhookconfigurations', 'validatingwebhookconfiguration', 'ValidatingWebhookConfiguration', False, ALL, (), ('api-extensions',), 'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration', '/registry/validatingwebhookconfigurations', 'v1', 'B0wHjQmsGNk='),
    ('apiextensions.k8s.io', 'v1', 'customresourcedefinitions', 'customresourcedefinition', 'CustomResourceDefinition', False, ALL, ('crd', 'crds'), ('api-extensions',), 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition', '/registry/apiextensions.k8s.io/customresourcedefinitions', 'v1', 'jfWCUB31mvA='),
    ('scheduling.k8s.io', 'v1', 'priorityclasses', 'priorityclass', 'PriorityClass', False, ALL, ('pc',), (), 'io.k8s.api.scheduling.v1.PriorityClass', '/registry/priorityclasses', 'v1', '1QwjyaZjj3Y='),
    ('coordination.k8s.io', 'v1', 'leases', 'lease', 'Lease', True, ALL, (), (), 'io.k8s.api.coordination.v1.Lease', '/registry/leases', 'v1', 'gqkMMb/YqFM='),
    ('node.k8s.io', 'v1', 'runtimeclasses', 'runtimeclass', 'RuntimeClass', False, ALL, (), (), 'io.k8s.api.node.v1.RuntimeClass', '/registry/runtimeclasses', 'v1', 'WQTu1GL3T2Q='),
    ('discovery.k8s.io', 'v1', 'endpointslices', 'endpointslice', 'EndpointSlice', True, ALL, (), (), 'io.k8s.api.discovery.v1.EndpointSlice', '/registry/endpointslices', 'v1', 'qgS0xkrxYAI='),
    ('resource.k8s.io', 'v1', 'deviceclasses', 'deviceclass', 'DeviceClass', False, ALL, (), (), 'io.k8s.api.resource.v1.DeviceClass', '/registry/deviceclasses', 'v1', 'Yk2PTc1Ybxk='),
    ('resource.k8s.io', 'v1', 'resourceclaims', 'resourceclaim', 'ResourceClaim', True, ALL, (), (), 'io.k8s.api.resource.v1.ResourceClaim', '/registry/resourceclaims', 'v1', 'wgAZaHcZxUg='),
    ('resource.k8s.io', 'v1', 'resourceclaimtemplates', 'resourceclaimtemplate', 'ResourceClaimTemplate', True, ALL, (), (), 'io.k8s.api.resource.v1.ResourceClaimTemplate', '/registry/resourceclaimtemplates', 'v1', 'TuzjC49aUfM='),
    ('resource.k8s.io', 'v1', 'resourceslices', 'resourceslice', 'ResourceSlice', False, ALL, (), (), 'io.k8s.api.resource.v1.ResourceSlice', '/registry/resourceslices', 'v1', 'KsC072WgaEY='),
    ('flowcontrol.apiserver.k8s.io', 'v1', 'flowschemas', 'flowschema', 'FlowSchema', False, ALL, (), (), 'io.k8s.api.flowcontrol.v1.FlowSchema', '/registry/flowschemas', 'v1', 'GJVAJZSZBIw='),
    ('flowcontrol.apiserver.k8s.io', 'v1', 'prioritylevelconfigurations', 'prioritylevelconfiguration', 'PriorityLevelConfiguration', False, ALL, (), (), 'io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration', '/registry/prioritylevelconfigurations', 'v1', 'Kir5PVfvNeI='),
)

# (group, version, parent) -> subresource -> (group, version, kind, whether discovery shows them, verbs)
SUBRESOURCES = {
    ('', 'v1', 'namespaces'): {
        'finalize': ('', 'v1', 'Namespace', False, ('update',)),
        'status': ('', 'v1', 'Namespace', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'nodes'): {
        'proxy': ('', 'v1', 'NodeProxyOptions', False, ('create', 'delete', 'get', 'patch', 'update')),
        'status': ('', 'v1', 'Node', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'persistentvolumeclaims'): {
        'status': ('', 'v1', 'PersistentVolumeClaim', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'persistentvolumes'): {
        'status': ('', 'v1', 'PersistentVolume', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'pods'): {
        'attach': ('', 'v1', 'PodAttachOptions', False, ('create', 'get')),
        'binding': ('', 'v1', 'Binding', False, ('create',)),
        'ephemeralcontainers': ('', 'v1', 'Pod', False, ('get', 'patch', 'update')),
        'eviction': ('policy', 'v1', 'Eviction', True, ('create',)),
        'exec': ('', 'v1', 'PodExecOptions', False, ('create', 'get')),
        'log': ('', 'v1', 'Pod', False, ('get',)),
        'portforward': ('', 'v1', 'PodPortForwardOptions', False, ('create', 'get')),
        'proxy': ('', 'v1', 'PodProxyOptions', False, ('create', 'delete', 'get', 'patch', 'update')),
        'resize': ('', 'v1', 'Pod', False, ('get', 'patch', 'update')),
        'status': ('', 'v1', 'Pod', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'replicationcontrollers'): {
        'scale': ('autoscaling', 'v1', 'Scale', True, ('get', 'patch', 'update')),
        'status': ('', 'v1', 'ReplicationController', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'resourcequotas'): {
        'status': ('', 'v1', 'ResourceQuota', False, ('get', 'patch', 'update')),
    },
    ('', 'v1', 'serviceaccounts'): {
        'token': ('authentication.k8s.io', 'v1', 'TokenRequest', True, ('create',)),
    },
    ('', 'v1', 'services'): {
        'proxy': ('', 'v1', 'ServiceProxyOptions', False, ('create', 'delete', 'get', 'patch', 'update')),
        'status': ('', 'v1', 'Service', False, ('get', 'patch', 'update')),
    },
    ('apiregistration.k8s.io', 'v1', 'apiservices'): {
        'status': ('apiregistration.k8s.io', 'v1', 'APIService', False, ('get', 'patch', 'update')),
    },
    ('apps', 'v1', 'daemonsets'): {
        'status': ('apps', 'v1', 'DaemonSet', False, ('get', 'patch', 'update')),
    },
    ('apps', 'v1', 'deployments'): {
        'scale': ('autoscaling', 'v1', 'Scale', True, ('get', 'patch', 'update')),
        'status': ('apps', 'v1', 'Deployment', False, ('get', 'patch', 'update')),
    },
    ('apps', 'v1', 'replicasets'): {
        'scale': ('autoscaling', 'v1', 'Scale', True, ('get', 'patch', 'update')),
        'status': ('apps', 'v1', 'ReplicaSet', False, ('get', 'patch', 'update')),
    },
    ('apps', 'v1', 'statefulsets'): {
        'scale': ('autoscaling', 'v1', 'Scale', True, ('get', 'patch', 'update')),
        'status': ('apps', 'v1', 'StatefulSet', False, ('get', 'patch', 'update')),
    },
    ('autoscaling', 'v2', 'horizontalpodautoscalers'): {
        'status': ('autoscaling', 'v2', 'HorizontalPodAutoscaler', False, ('get', 'patch', 'update')),
    },
    ('autoscaling', 'v1', 'horizontalpodautoscalers'): {
        'status': ('autoscaling', 'v1', 'HorizontalPodAutoscaler', False, ('get', 'patch', 'update')),
    },
    ('batch', 'v1', 'cronjobs'): {
        'status': ('batch', 'v1', 'CronJob', False, ('get', 'patch', 'update')),
    },
    ('batch', 'v1', 'jobs'): {
        'status': ('batch', 'v1', 'Job', False, ('get', 'patch', 'update')),
    },
    ('certificates.k8s.io', 'v1', 'certificatesigningrequests'): {
        'approval': ('certificates.k8s.io', 'v1', 'CertificateSigningRequest', False, ('get', 'patch', 'update')),
        'status': ('certificates.k8s.io', 'v1', 'CertificateSigningRequest', False, ('get', 'patch', 'update')),
    },
    ('networking.k8s.io', 'v1', 'ingresses'): {
        'status': ('networking.k8s.io', 'v1', 'Ingress', False, ('get', 'patch', 'update')),
    },
    ('networking.k8s.io', 'v1', 'servicecidrs'): {
        'status': ('networking.k8s.io', 'v1', 'ServiceCIDR', False, ('get', 'patch', 'update')),
    },
    ('policy', 'v1', 'poddisruptionbudgets'): {
        'status': ('policy', 'v1', 'PodDisruptionBudget', False, ('get', 'patch', 'update')),
    },
    ('storage.k8s.io', 'v1', 'volumeattachments'): {
        'status': ('storage.k8s.io', 'v1', 'VolumeAttachment', False, ('get', 'patch', 'update')),
    },
    ('admissionregistration.k8s.io', 'v1', 'validatingadmissionpolicies'): {
        'status': ('admissionregistration.k8s.io', 'v1', 'ValidatingAdmissionPolicy', False, ('get', 'patch', 'update')),
    },
    ('apiextensions.k8s.io', 'v1', 'customresourcedefinitions'): {
        'status': ('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', False, ('get', 'patch', 'update')),
    },
    ('resource.k8s.io', 'v1', 'resourceclaims'): {
        'status': ('resource.k8s.io', 'v1', 'ResourceClaim', False, ('get', 'patch', 'update')),
    },
    ('flowcontrol.apiserver.k8s.io', 'v1', 'flowschemas'): {
        'status': ('flowcontrol.apiserver.k8s.io', 'v1', 'FlowSchema', False, ('get', 'patch', 'update')),
    },
    ('flowcontrol.apiserver.k8s.io', 'v1', 'prioritylevelconfigurations'): {
        'status': ('flowcontrol.apiserver.k8s.io', 'v1', 'PriorityLevelConfiguration', False, ('get', 'patch', 'update')),
    },
}

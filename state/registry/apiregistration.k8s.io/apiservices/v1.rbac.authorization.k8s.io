{
  "apiVersion": "apiregistration.k8s.io/v1",
  "kind": "APIService",
  "metadata": {
    "creationTimestamp": "2026-11-28T05:18:28Z",
    "labels": {
      "kube-aggregator.kubernetes.io/automanaged": "onstart"
    },
    "managedFields": [
      {
        "apiVersion": "apiregistration.k8s.io/v1",
        "fieldsType": "FieldsV1",
        "fieldsV1": {
          "f:metadata": {
            "f:labels": {
              ".": {},
              "f:kube-aggregator.kubernetes.io/automanaged": {}
            }
          },
          "f:spec": {
            "f:group": {},
            "f:groupPriorityMinimum": {},
            "f:version": {},
            "f:versionPriority": {}
          }
        },
        "manager": "kube-apiserver",
        "operation": "Update",
        "time": "2026-11-28T05:18:28Z"
      },
      {
        "apiVersion": "apiregistration.k8s.io/v1",
        "fieldsType": "FieldsV1",
        "fieldsV1": {
          "f:status": {
            "f:conditions": {
              ".": {},
              "k:{\"type\":\"Available\"}": {
                ".": {},
                "f:lastTransitionTime": {},
                "f:message": {},
                "f:reason": {},
                "f:status": {},
                "f:type": {}
              }
            }
          }
        },
        "manager": "kube-apiserver",
        "operation": "Update",
        "subresource": "status",
        "time": "2026-11-28T05:18:28Z"
      }
    ],
    "name": "v1.rbac.authorization.k8s.io",
    "resourceVersion": "1",
    "uid": "7593d2be-34f2-45da-9ed6-84d8471d5c51"
  },
  "spec": {
    "group": "rbac.authorization.k8s.io",
    "groupPriorityMinimum": 17000,
    "version": "v1",
    "versionPriority": 15
  },
  "status": {
    "conditions": [
      {
        "lastTransitionTime": "2026-11-28T05:18:28Z",
        "message": "Local APIServices are always available",
        "reason": "Local",
        "status": "True",
        "type": "Available"
      }
    ]
  }
}

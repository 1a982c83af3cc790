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
    "name": "v1.authorization.k8s.io",
    "resourceVersion": "1",
    "uid": "4d9fa48d-f811-405a-84c0-abf2bf915a80"
  },
  "spec": {
    "group": "authorization.k8s.io",
    "groupPriorityMinimum": 17600,
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

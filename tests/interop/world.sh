# The cluster that every case begins with; runs with `kubectl` as ours, in the folder of files.
kubectl create -f nodes.yaml
kubectl create namespace demo
kubectl config set-context --current --namespace=demo
kubectl reconcile
kubectl create -f global.yaml -f crd.yaml
kubectl create -f world.yaml
kubectl apply -f widget.yaml
kubectl create deployment web --image=nginx:1.25 --replicas=3
kubectl expose deployment web --port=80
kubectl run single --image=busybox -n other --labels=app=single
kubectl reconcile
kubectl set image deployment/web nginx=nginx:1.26
kubectl reconcile
kubectl apply -f applied.yaml
kubectl apply --server-side --field-manager=other -f serverside.yaml
kubectl reconcile

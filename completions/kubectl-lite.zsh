#compdef kubectl-lite

_kubectl_lite_completion() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _KUBECTL_LITE_COMPLETE=complete_zsh kubectl-lite)
}

compdef _kubectl_lite_completion kubectl-lite

"""Evaluation: data sets, protocols, metrics, reports. Written `from eval.… import …`, for `eval` is a builtin."""

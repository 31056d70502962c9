"""The metrics, each a pure function of what is compared; docs/metrics.md says what they mean.

value, any_order   results of two queries        test_suite   results, as the Spider test-suite script compares them
esm                two queries by their clauses  etm          two queries by their normalised trees
planner            two plans                     statistics   intervals and tests over the rows of runs
"""

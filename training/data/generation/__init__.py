"""Rows to train a generator on: what it is shown for a question, and what it should answer, in every prompt format.

`build.build` makes them of the published sets and of one's own dialogues; `docs/training-generator.md` describes the
files. The prompts are those of `services.generator.formats`, so that training and serving show the same.
"""

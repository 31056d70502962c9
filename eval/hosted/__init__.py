"""Hosted baselines: any OpenAI-compatible endpoint as generator, planner or simulated user, recorded for replay."""

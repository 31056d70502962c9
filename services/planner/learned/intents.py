"""The order of the network's intent scores."""

from services.contracts.plan import Intent

INTENTS: tuple[Intent, ...] = tuple(Intent)

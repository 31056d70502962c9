"""Turnwise's services: five stages of conversational text-to-SQL and the contracts between them."""

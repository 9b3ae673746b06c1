"""What a text means: acts with force and governance, roles, follow-ups."""

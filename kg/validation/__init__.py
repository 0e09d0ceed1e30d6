"""The evidence contract: every rule that entities, sources and claims must keep."""

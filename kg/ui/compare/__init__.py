"""The pages that compare sources."""

"""A folder of one's own sources: opened, edited, saved and undone."""

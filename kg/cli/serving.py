"""The commands that keep running: app and serve."""

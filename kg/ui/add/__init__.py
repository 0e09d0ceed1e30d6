"""The Add page."""

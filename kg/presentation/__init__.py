"""Presentation: layout, drawing, legend, views and their addresses, citation."""

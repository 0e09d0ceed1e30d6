"""What is drawn and told: layout, drawing, legend, views and their addresses, citation."""

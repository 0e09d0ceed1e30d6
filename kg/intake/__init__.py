"""Files in: documents into text, tables into rows, rows into claims."""

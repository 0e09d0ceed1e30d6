"""The index of the data: local generations, or a SPARQL service."""

"""The values of the graph, its vocabulary, names, dates and quantities."""

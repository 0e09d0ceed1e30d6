"""The network, analysed: one file per question, each a set of pure functions over a networkx graph.

The files of questions know nothing of each other. `measures` gathers their numbers by name,
`answers` words them.
"""

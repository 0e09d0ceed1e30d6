"""Sources against each other: agreement, differences, and the ledger of plans."""

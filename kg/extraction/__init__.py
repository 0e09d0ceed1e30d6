"""Text into proposed claims, by rules and by a language model if wanted."""

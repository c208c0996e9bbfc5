"""What `./dev` does: standard library only, and nothing of the project is imported here."""

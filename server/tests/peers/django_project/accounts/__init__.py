"""The project's own user model."""

"""The system that Gatepost replaces: Django, djoser and simplejwt, as its users have it."""

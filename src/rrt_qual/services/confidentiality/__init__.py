"""Finding, reviewing and replacing identifying words; the key that leads back to them."""

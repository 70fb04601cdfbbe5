"""Finding words that identify somebody, one module a kind."""

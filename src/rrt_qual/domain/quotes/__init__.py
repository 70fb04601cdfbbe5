"""The wording of a quote: what may be cut or filled in, and what may not."""

"""Hiding what was found: pseudonyms, masks, the age-encrypted key file."""

"""Rows of finds, pseudonyms, overlays and reviews; sealing, archiving, erasing."""

"""What finders share: word lists, tokens, merging of finds, reasons, measures."""

"""The words of interviews, as somebody may see them: everything reads them through here."""

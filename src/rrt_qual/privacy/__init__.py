"""Finding what identifies a person, pseudonyms, disclosure control."""

"""Tables that people bring: attributes, survey scores, lists of names, codings."""

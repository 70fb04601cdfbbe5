"""How keys are written for people."""

from __future__ import annotations

_KEY_WORDS = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "exclamation_mark": "!",
    "full_stop": ".",
    "comma": ",",
    "semicolon": ";",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "delete": "Del",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
}


def key_words(key: str) -> str:
    """How a key is written for people: 'shift+down' as 'Shift+↓', 'ctrl+p' as 'Ctrl+P'."""
    *modifiers, last = key.split("+")
    shown = _KEY_WORDS.get(last, last.upper() if modifiers or (len(last) > 1 and last[0] == "f") else last)
    return "+".join([*(m.capitalize() for m in modifiers), shown])

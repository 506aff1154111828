"""The words around a span, by which it is found again when the text around it moves."""


def context(text: str, start: int, end: int, size: int = 32) -> tuple[str, str]:
    """Return the prefix and the suffix of a span, at most `size` code points each."""
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"The range {start}-{end} is outside the text, which has {len(text)} code points.")
    return text[max(0, start - size) : start], text[end : end + size]

"""The words of the browser's modules in one language, as `annotator/i18n.js` reads them."""

from django.utils.translation import to_locale

from .po import read
from .update import FOLDER, ROOT


def words_of(language: str) -> dict[str, str | list[str]]:
    """Return English text to translation, or to its plural forms; empty where there is no catalogue (reads a file)."""
    source = ROOT / FOLDER / to_locale(language) / "LC_MESSAGES" / "djangojs.po"
    if not language or not source.is_file():
        return {}
    entries = read(source.read_text(encoding="utf-8")).entries
    done = [each for each in entries if each.forms and all(each.forms) and not each.is_fuzzy]
    return {each.text.one: each.forms if each.text.many else each.forms[0] for each in done}

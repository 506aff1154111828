"""The forms that bring documents in: a pasted text, and files."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.formats import readers

ENCODINGS: Final = (
    "utf-8",
    "windows-1251",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-2",
    "koi8-u",
    "utf-16",
    "gb18030",
    "shift_jis",
)
NAMES: Final = {"text": gettext_lazy("Plain text"), "json": "JSON", "jsonl": "JSONL"}
MOST_FILES: Final = 100


class PasteForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        widget=forms.Textarea({"rows": 12}),
        help_text=gettext_lazy("Each line is a paragraph. The text stays as it is from here on."),
    )
    publisher = forms.CharField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    url = forms.URLField(label=gettext_lazy("Address"), max_length=2000, required=False, assume_scheme="https")
    published_at = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=gettext_lazy("Published"),
        required=False,
        help_text=gettext_lazy("As precisely as it is known: 2022-02-15, 2022-02 or 2022."),
        error_messages={"invalid": gettext_lazy("Write the date as 2022-02-15, 2022-02 or 2022.")},
    )
    language = forms.CharField(
        label=gettext_lazy("Language"), max_length=35, help_text=gettext_lazy("As a code: en, uk, pt-BR.")
    )


class Files(forms.FileField):
    """Several files in one field."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return every file, also one without content: what is wrong with it is told beside its name."""
        found = [each for each in data or [] if each]
        if not found:
            raise forms.ValidationError(_("Choose one file or more."))
        if len(found) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most %s files at once.") % MOST_FILES)
        return found


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return all files of the field."""
        return files.getlist(name) if isinstance(files, MultiValueDict) else []


class UploadForm(forms.Form):
    file = Files(
        label=gettext_lazy("Files"),
        widget=ManyFiles,
        help_text=gettext_lazy("Text files (one article each), or JSON and JSONL of Factcheck."),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[("", gettext_lazy("By the file's ending")), *((name, NAMES.get(name, name)) for name in readers())],
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        required=False,
        choices=[("", gettext_lazy("UTF-8, or as the file's mark says")), *((name, name) for name in ENCODINGS)],
    )
    dry_run = forms.BooleanField(label=gettext_lazy("Try only: tell what would happen, store nothing"), required=False)

"""What page chrome, bylines, captions and teasers look like: phrases as data for `zones`."""

from typing import Final

# In a line of any length: the page speaks of itself, or tells its reader to do something with it.
PAGE_PHRASES: Final = (
    r"(?:^|[.!?]\s+|\s[–—-]\s)(?:please )?(?:subscribe|sign (?:in|up)|log in|follow us|click|tap|get our|support us"
    r"|copy (?:it|this)"
    r"|share this|republish|check back|stay tuned|download (?:our|the))\b",
    r"\bthis (?:article|story|text|work|report|page|piece) (?:is|was|may|can|has been|first appeared)\b.{0,60}"
    r"(?:domain|licen[cs]ed?|commons|republished|updated|translated|appeared|published)",
    r"\ball rights reserved\b",
    r"\bmirror sites?\b|\b(?:trouble|problems?) (?:loading|viewing)\b",
    r"\bour (?:free |daily |weekly |morning )*(?:newsletter|app|channel|podcast)\b",
    r"\b(?:we|this (?:site|website)) uses? cookies\b",
    r"^our [\w ’']{1,40} page\b",
)
# Only in a short line that is no sentence of a text.
CHROME_PHRASES: Final = (
    r"\b(?:subscribe|newsletter|cookies?|advertisement|sponsored)\b",
    r"\b(?:sign|log) ?(?:in|up|out)\b|\bcreate an account\b",
    r"\bjoin the (?:conversation|discussion)\b",
    r"creative commons|\bCC[ -]?(?:BY|0)\b",
    r"\bterms of (?:use|service)\b|\bprivacy (?:policy|notice)\b",
    r"\bskip to (?:main )?content\b|\bback to top\b|\bapps?$",
    r"\bbecome a (?:member|supporter)\b|\bshare (?:on|via)\b",
    r"\b(?:post|leave|add|read|view) (?:a |all |the )?comments?\b",
    r"^(?:latest|loading|chats?|menu|search|home|share|comments?|print|most (?:read|popular)|trending|tags?)\W*$",
)
RELATED_PHRASES: Final = (
    r"read (?:also|more|next|on)\b",
    r"(?:see|watch|listen) also\b",
    r"also read\b",
    r"related(?: (?:articles?|stories|story|news|topics?|coverage|links?))?\b",
    r"more (?:on this|from|about|stories)\b",
    r"you may also like",
    r"recommended\b",
    r"читайте также",
    r"lesen sie auch",
    r"lire aussi",
    r"lea también",
)
METADATA_PHRASES: Final = (
    r"(?:last )?(?:updated|published|posted|modified)(?: (?:on|at))?\b[^.]{0,60}$",
    r"(?:source|sources|byline|author|authors|date|section|topic|language|url|link)\s?:[^.]{0,120}$",
    r"(?:[Bb]y|BY) (?:[A-Z][\w.’'-]+[ ,]*(?:and )?){1,6}$",
    r"(?:https?://|www\.)\S+$",
    r"[\d\s:./,+-]{4,40}(?:[AaPp]\.?[Mm]\.?)?(?: ?(?:GMT|UTC|[A-Z]{2,4}))?$",
    r"(?:\w+day,? )?(?:\d{1,2} \w{3,9}|\w{3,9} \d{1,2}),? \d{4}(?:,? (?:at )?\d{1,2}[:.]\d\d.{0,12})?$",
    r"(?i:©|\(c\)|copyright)\s?.{0,100}$",
    r"\d{1,3} (?:min(?:ute)?s? read|comments?|views?|shares?)$",
)
CAPTION_PHRASES: Final = (
    r"in this (?:clip|video|picture|photo|photograph|image|footage|file|undated|handout)",
    r"(?:file )?(?:photo|image|picture|video|illustration|graphic|caption|credit)s?\s?[:|/]",
    r"(?:pictured|seen here|watch)\s?[:,]",
)
CREDIT: Final = (
    r"[(\[](?:file )?(?:photo|image|picture|credit|source|video|illustration|graphic|foto|фото)\w*"
    r"\s?(?::|by\b|/|courtesy)[^()\[\]\n]{0,120}[)\]]\W*$"
)
DATELINE: Final = r"[A-ZÀ-Þ][A-ZÀ-Þ .’'-]{2,40}(?:, [A-Z][\w .]{1,30})?(?:\s?\([^()\n]{1,40}\))?,?\s?[—–-]{1,2}\s"

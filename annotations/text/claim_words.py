"""Signs that a sentence states something worth a check, or does not, as compiled patterns for `claims`."""

import re
from typing import Final

FINITE: Final = re.compile(
    r"\b(?:was|were|had|has|have|is|are|did|does|rose|fell|grew|won|lost|cost|took|began|became|found|told|saw|came"
    r"|went|made|put|set"
    r"|hit|cut|led|built|paid|spent|held|stood|lay|left|gave|broke|brought|sent|sold|shot|struck|drove|fled|met"
    r"|kept|knew|wrote|got|ran"
    r"|consists?|contains?|includes?|shows?|[a-z]{3,20}ed)\b"
)
PERFECT: Final = re.compile(
    r"\b(?:has|have|had)(?: \w{2,20}ly| also| since| already| long| therefore| so far| just)? (?:been \w{3,20}"
    r"|\w{3,20}(?:ed|en|wn|ne|ld|pt|ft|ung|un|ade|ent|ught|old|lt))\b"
)
PROPER: Final = re.compile(r"(?<=[\w,;’'”\"] )[A-Z][a-zA-Z]{1,}")
DATED: Final = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s\d{1,2}"
    r"|(?:on|since|until|from) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
MEDIA: Final = re.compile(
    r"\b(?:footage|video|clip|pictures? (?:of|show)|photos?|photographs?|images? (?:of|show)|satellite|television "
    r"(?:broadcast|showed|aired))\b",
    re.I,
)
DEMAND: Final = re.compile(
    r"\b(?:urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for|upon)|ask(?:s|ed)? (?!whether|about"
    r"|if|to be)\w+ to|wants?|wanted|wish(?:es|ed)?"
    r"|request(?:s|ed)?|propos(?:e|es|ed)|press(?:es|ed)? for|seeks? (?:to )?|sought|keeps? insisting|appeal(?:s"
    r"|ed)? (?:to|for)|must (?:end|stop|go|be|leave)"
    r"|has to|have to|should|ought|let us|need(?:s|ed)? to|persuade|encourag(?:e|es|ed|ing))\b",
    re.I,
)
ATTITUDE: Final = re.compile(
    r"\b(?:voiced|worr(?:y|ied|ies)|concern(?:s|ed)?|hop(?:e|es|ed|ing)|welcom(?:e|es|ed)|prais(?:e|es|ed)"
    r"|satisfied|regret(?:s|ted)?|thank(?:s|ed)?"
    r"|congratulat\w{1,4}|condol\w{1,6}|a close (?:watch|eye)|monitor(?:s|ed|ing)?|believes?|feels?|felt"
    r"|point of contention|red line|important|deserv\w{1,3}"
    r"|obviously|clearly|best|worst|wonderful|terrible|review(?:ing)?|committed to|keeps? to|tense)\b",
    re.I,
)
DIARY: Final = re.compile(
    r"\b(?:(?:was|were|is|are) (?:due|expected|set|likely) to (?:see|meet|visit|speak|hold|travel|arrive|attend"
    r"|press|discuss|address|talk)|due to (?:see|meet|visit)"
    r"|met with|will (?:meet|visit|speak|travel|attend)|greet(?:s|ed)?|questions from|press conference|spoken of"
    r"|laid out|came in writing"
    r"|asked (?:whether|about|if)|questioned (?:on|about))\b",
    re.I,
)
WOULD: Final = re.compile(r"\b(?:would|could|might|if|should|unless|whether)\b", re.I)
FUTURE: Final = re.compile(
    r"\b(?:will|won[’']t|to (?:finish|end|begin|start|open|close|return)|are to|is to|scheduled)\b", re.I
)
REFUSAL: Final = re.compile(r"\b(?:can[’']t|cannot|won[’']t|refus\w{1,3} to|declin\w{1,3} to)\b", re.I)
PERSONAL: Final = re.compile(r"\b(?:I|we|We|you|You|my|our|us)\b")
INTENT: Final = re.compile(
    r"\b(?:plan(?:s|ned|ning)? (?:to|for|on)|preparing|prepar(?:es|ed) (?:to|for)|getting ready|trying to"
    r"|deliberately|intend\w{0,3}|staging|aim(?:s|ed|ing) (?:to|at)"
    r"|pretext|meant to|seek(?:s|ing) to|plotting)\b",
    re.I,
)
CAUSAL: Final = re.compile(
    r"\b(?:because|caus(?:e|es|ed|ing)|due to|led to|result(?:s|ed|ing)? (?:in|was|of)|triggered|sparked"
    r"|as a result|had its (?:beginnings|roots|origin)|owing to)\b",
    re.I,
)
LEGAL: Final = re.compile(
    r"\b(?:lawful|unlawful|legal(?:ly)?|illegal(?:ly)?|annex\w{2,5}|right to|treaty|constitution\w{0,5}"
    r"|sovereign\w{0,2}|recogni[sz]\w{1,3}|violat\w{1,4}|convicted|guilty|charged with)\b",
    re.I,
)
PLEDGE: Final = re.compile(
    r"\b(?:pledg\w{1,3}|promis\w{1,3}|vow\w{0,2}|guarantee\w{0,2}|will|scheduled to|to (?:finish|end) on)\b", re.I
)
PREDICTION: Final = re.compile(
    r"\b(?:may|might|could|likely|expect\w{0,3}|forecast\w{0,3}|predict\w{0,3}|project(?:s|ed)|at any moment)\b", re.I
)
HEDGES: Final = re.compile(
    r"\b(?:may be|might be|may|might|appear(?:s|ed)? to(?: be)?|seem(?:s|ed)? to(?: be)?|(?:what )?(?:is|are|was"
    r"|were) (?:thought|believed|understood|said|reported) to(?: be)?"
    r"|reportedly|allegedly|apparently|possibly|presumably|an estimated|concerned that|there is concern|likely"
    r"|suspected|purportedly)\b",
    re.I,
)

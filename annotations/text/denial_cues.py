"""The words that deny, and the look-alikes that do not, as compiled patterns for `denials`.

Every gap is bounded, so that a hostile text cannot make a pattern slow.
"""

import re
from typing import Final

from annotations.text.words import word_set

_ALLEGATION: Final = (
    r"(?:claims?|accusations?|allegations?|suggestions?|reports?|charges?|assertions?|notion|idea|rumou?rs?"
    r"|speculation"
    r"|insinuations?|criticisms?|findings|accounts?|testimony|version|narrative|characteri[sz]ation|complaints?"
    r"|conclusions?|theory|theories|talk|concerns|lies|wrongdoing|responsibility|involvement)"
)
_FALSE: Final = (
    r"(?:baseless|unfounded|groundless|false|fake|untrue|a lie|fabricat\w{1,4}|fantasy|fairy tales?|inaccurate"
    r"|incorrect"
    r"|disinformation|hoax|slander\w{0,3}|defamatory|smears?|without (?:foundation|merit)|unsubstantiated)"
)
_LOOSE_FALSE: Final = (
    r"(?:lies|nonsense|absurd|misleading|ridiculous|propaganda|preposterous|rubbish|fiction"
    r"|invention|ludicrous|hysteria)"
)
_ADVERBS: Final = (
    r"(?:(?:has|have|had|been|always|never|repeatedly|consistently|flatly|strongly|firmly|categorically|vehemently"
    r"|also|again|once|long|since|previously|officially|publicly|strenuously|fiercely|angrily|later) ){0,4}"
)
_REJECTS: Final = (
    r"(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted|ting)?|disput(?:e|es|ed|ing)"
    r"|contest(?:ed|ing)|repudiat(?:es|ed|ing)|disavow(?:s|ed)?|rubbish(?:ed|es)|brush(?:ed|es|ing)? (?:off|aside)"
    r"|push(?:ed|es|ing)? back (?:on|against|at)|h(?:it|its|itting) back at|shot down|batted away|scoff(?:ed|s) at"
    r"|laugh(?:ed|s) off)"
)
_CALLS: Final = (
    r"(?:call(?:s|ed|ing)?|describ(?:e|es|ed|ing)|brand(?:s|ed|ing)?|label(?:s|led|ed)?|dismiss(?:es|ed|ing)?"
    r"|denounc(?:e|es|ed|ing)|condemn(?:s|ed))"
)
_SPEECH: Final = (
    r"(?:said|says|say|insist(?:s|ed)?|maintain(?:s|ed)?|stress(?:es|ed)?|told|added|stated|states|repl(?:ies|ied))"
)

# A sentence without any of these words is left alone: most of them are.
TRIGGERS: Final = word_set(
    """deny denies denied denying denial reject rejects rejected rejecting dismiss dismisses dismissed dismissing refute
    refutes refuted refuting rebut rebuts rebutted dispute disputes disputed disputing contested contesting repudiates
    repudiated disavow disavows disavowed rubbished rubbishes brushed brushes pushed pushes back shot batted scoffed
    laughed unfounded baseless groundless untrue false fake lie lies fabricated fabrication fantasy inaccurate
    incorrect disinformation hoax slander slanderous defamatory smear smears foundation merit unsubstantiated nonsense
    absurd misleading ridiculous propaganda preposterous fiction invention ludicrous hysteria truth true nothing agenda
    guilty evidence sign signs proof indication indications trace not never no"""
)

DENY: Final = re.compile(
    rf"\b{_ADVERBS}(?P<verb>den(?:y|ies|ied|ying))\b(?: (?:this|that|it|them|these|those)(?=[\s]*[.,;]))?", re.I
)
REJECT: Final = re.compile(
    rf"\b{_ADVERBS}(?P<verb>{_REJECTS})(?= (?:that (?:the|it|he|she|they|any|his|her|their|[A-Z])|(?:them|it|this"
    rf"|that)\s?[,.;]))"
    rf"|\b{_ADVERBS}(?P<object>{_REJECTS} (?:[“\"‘]?(?!as )[\w’'.-]{{1,30}} ){{0,4}}?[“\"‘]?(?:[\w-]{{1,20}} (?:and"
    rf"|or) )?{_ALLEGATION})\b",
    re.I,
)
REJECTED_WHICH: Final = re.compile(
    rf"\b{_ALLEGATION}(?: (?:that|which))? (?:[\w’'.-]{{1,30}} ){{1,6}}?(?P<cue>{_ADVERBS}(?:reject|dismiss|refute"
    rf"|dispute)\w{{0,3}})\b"
    rf"|\b{_ALLEGATION}(?: [\w’'.-]{{1,30}}){{0,3}} (?P<passive>(?:was|were|has been|have been|had been) {_ADVERBS}"
    rf"(?:rejected|dismissed|refuted|disputed))\b",
    re.I,
)
CALLED_FALSE: Final = re.compile(rf"\b(?P<cue>{_CALLS}\b[^.;\n]{{0,90}}?\b{_FALSE})\b", re.I)
CALLED_LOOSELY: Final = re.compile(
    rf"\b(?P<cue>{_CALLS} (?:(?:it|this|that|them|these|those)|(?:the |these |those |such |all |any )?"
    rf"(?:[\w’'-]{{1,30}} ){{0,3}}?{_ALLEGATION}"
    rf"|(?:this|that|these|those|such) \w{{1,30}})\b[^.;\n]{{0,40}}?\b{_LOOSE_FALSE})\b",
    re.I,
)
FALSE_CLAIM: Final = re.compile(
    rf"\b(?P<cue>(?:(?:{_ALLEGATION}|it|this|that|these|those|which) (?:is|are|was|were|’s|'s) )(?:simply "
    rf"|completely |totally |entirely |absolutely |all )?"
    rf"(?:not true|{_FALSE}|lies)|no truth (?:to|in))\b",
    re.I,
)
COUNTER: Final = re.compile(
    r"\b(?P<cue>(?:ha(?:s|ve|d)|having) (?:absolutely )?nothing to\sdo\swith|(?:ha(?:s|ve|d)) (?:absolutely )?no "
    r"(?:part|role|hand|involvement) in"
    r"|plead(?:ed|s)? not guilty|(?:is|are|was|were) not on the agenda)\b",
    re.I,
)
INSISTS_NOT: Final = re.compile(
    r"\b(?:insist(?:s|ed)?|maintain(?:s|ed)?|swore)\b[^.;“”\"\n]{0,80}?\b(?P<cue>(?:ha(?:d|s|ve)|did|was|were|is"
    r"|are|does)(?: not|n[’']t)\b|never\b|\w{2,18}er, not \w{3,20})",
    re.I,
)
NO_EVIDENCE: Final = re.compile(
    r"(?P<cue>\b(?:(?:ha(?:s|ve|d)) (?:so far |yet |still )?)?(?:(?:seen|see|sees|saw|found|finds|find|has|have|had"
    r"|is|was|are) )?no"
    r" (?:clear |credible |real |further )?(?:evidence|signs?|proof|indications?|trace) (?:of|that)\b)",
    re.I,
)

NEGATED: Final = re.compile(
    r"\b(?:(?:did|does|do|would|could|can|has|have|had)(?: not|n[’']t)|neither \w{1,20} nor|cannot|never|not"
    r"|without|refus\w{1,3} to|nor)"
    r" (?:\w{1,20} ){0,3}$",
    re.I,
)
UNREAL: Final = re.compile(r"\b(?:to|must|should|would|could|can|will|may|might|if) (?:\w{1,20} )?$", re.I)
REAL_INFINITIVE: Final = re.compile(
    r"\b(?:continu\w{1,4}|went on|quick|moved?|rushed|sought|seeks?|hastened) to (?:\w{1,20} )?$", re.I
)
WITHHELD: Final = re.compile(
    r"\s(?:\w{1,20}\s){0,2}(?:bail|entry|access|permission|visas?|asylum|parole|service|the (?:chance|opportunity"
    r"|right)|treatment|requests?"
    r"|applications?|motions?|petitions?|appeals?|boarding|care|justice|tenure|food|aid|coverage|benefits|status"
    r"|sanctuary|rights?)\b"
    r"|\s(?:him|her|them|us|me|you|people|voters|women|workers|residents|migrants|prisoners|civilians)\s(?:the|a"
    r"|any|access|their|entry|food|justice)\b",
    re.I,
)
REFUSED: Final = re.compile(
    r"\s(?:\w{1,20}[\s-]){0,3}(?:offers?|bids?|pleas?|deals?|demands?|proposals?|requests?|amendments?|plans?"
    r"|motions?|appeals?|calls|bills?|laws?"
    r"|applications?|treaty|resolution|ultimatum|compromise|points|votes?|cases?|lawsuits?|petition|invitation)\b",
    re.I,
)
PASSIVE: Final = re.compile(r"\b(?:was|were|is|are|being|been) (?:\w{1,20} )?$", re.I)
SPEECH: Final = re.compile(rf"\b{_SPEECH}\b", re.I)
ALLEGATION_ONLY: Final = re.compile(rf"^(?:[\w’'-]{{1,30}} ){{0,3}}?{_ALLEGATION}$", re.I)
ANAPHOR: Final = re.compile(
    rf"(?:\s(?:this|that|it|them|these|those)\b(?!\s\w)|\s(?:this|that|the|these|those|such|all|any)"
    rf"(?: such)? {_ALLEGATION}(?! (?:that|of|by|from|about)\b))",
    re.I,
)
ALLEGATION_OF: Final = re.compile(
    rf"\b{_ALLEGATION}[”\"’]?(?: from [^.;,\n]{{1,60}}?| by [^.;,\n]{{1,60}}?| made [^.;,\n]{{1,60}}?)? (?:that|of"
    rf"|about) ",
    re.I,
)

"""Verbs of saying, and the words around a speaker's name, as data for `speakers`."""

from typing import Final

from annotations.text.words import word_set

SAY_VERBS: Final = word_set(
    """
    say says said saying tell tells told telling adds added adding answers answered asks asked asserts asserted
    claims claimed claiming remarks remarked reports reported shouted boasted fumed insists insisted insisting
    explains explained announces announced announcing warns warned warning cautions cautioned reiterates reiterated
    stresses stressed stressing testifies testified recalls recalled contends contended protests protested vows vowed
    responds responded counters countered confirms confirmed confirming comments commented complains complained
    concedes conceded concludes concluded argues argued arguing notes noted noting states stated stating writes wrote
    replies replied replying continues continued declares declared declaring acknowledges acknowledged admits admitted
    emphasises emphasised emphasizes emphasized suggests suggested predicts predicted promises promised pledges pledged
    urges urged maintains maintained alleges alleged allege accuses accused charges charged blames blamed believes
    believed believe joked quipped tweeted posted estimates estimated shows showed finds found reveals revealed denies
    denied deny denying rejects rejected dismisses dismissed refutes refuted disputes disputed describes described
    calls called brands branded labels labelled denounces denounced advises advised condemns condemned criticises
    criticised criticizes criticized praises praised demands demanded assures assured reaffirms reaffirmed discloses
    disclosed indicates indicated observes observed repeats repeated holds held argue claim say insist warn maintain
    state defends lambasted slammed lamented hailed cited echoed repeating voiced hit hits
    spoke spoken speaks pushed lashed fired went goes"""
)
# After these a clause follows without `that`; the others need it before their object may be taken for a statement.
CLAUSE_VERBS: Final = word_set(
    "say says said claims claimed claim believes believed insists insisted argues argued warns warned states stated"
    " maintains maintained admits admitted announced predicts predicted contends contended noted notes added adds"
)
# Verbs that may stand after a quotation or clause, before or after the name of the one who says it.
QUOTING_VERBS: Final = word_set(
    """said says say told tells added adds asked asks argued argues warned warns insisted insists explained explains
    noted notes wrote writes replied replies responded responds countered counters continued continues stressed stated
    states confirmed acknowledged admitted conceded recalled remarked shouted joked quipped tweeted posted complained
    answered concluded testified claimed claims announced assured reiterated observed emphasized emphasised suggested
    predicted promised vowed urged maintains maintained lamented boasted fumed cautioned repeated declared held
    insisting saying adding"""
)
# As nouns these are common, so a speaker is only believed when what follows looks like an object or a clause.
DOUBTFUL_VERBS: Final = word_set(
    """found finds shows showed calls called estimated estimates reports report states state posts posted notes blames
    demands praises believe claims claim continues continued answers holds held charges charged comments protests
    labels labelled brands vows counters cited repeated voiced stresses"""
)
# These say something only with their particle: `hit back at`, `spoke of`, `went on`.
PARTICLES: Final = {
    "hit": "back",
    "hits": "back",
    "pushed": "back",
    "fired": "back",
    "lashed": "out",
    "spoke": "of",
    "spoken": "of",
    "speaks": "of",
    "went": "on",
    "goes": "on",
}
STATE_NAMES: Final = word_set(
    "baltic arab gulf member united swing nordic balkan island eu other these those several many"
)
PRONOUNS: Final = word_set("he she they it we i")
NEVER_SPEAKERS: Final = word_set(
    """that this it’s there which who what these those nothing something everything anything one some others here
    evidence proof data"""
)
DETERMINERS: Final = word_set("the a an his her its their our my one many several another some most")
INNER_WORDS: Final = word_set("of for at in de van von der al bin ibn el la le to on from by")
STOPS_BEFORE: Final = word_set(
    """that but because or while when as if although though whereas which who whom whose where after before since
    until so yet however meanwhile what how why than then now not is are was were have had will would can could may
    might must been also with over under about into against only despite amid saying adding even ever"""
)
ADVERBS: Final = word_set(
    """also later repeatedly has have had then now still again once always never consistently flatly vehemently
    strongly previously recently earlier reportedly openly publicly long already further personally since just
    categorically firmly angrily yesterday today all both themselves himself herself itself therefore thus rightly
    wrongly too keeps kept once more persistently directly did does do deliberately formally officially privately"""
)
DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday today")
MONTHS: Final = word_set("january february march april may june july august september october november december")
STOPS_AFTER: Final = word_set(
    """that who which when while as after before in on at during to told said says adding last this yesterday today
    earlier later shortly outside by through with since speaking referring about but whose where late has have had
    is are was were will would and"""
)
ROLES: Final = word_set(
    """secretary general minister president chief chairman chairwoman chair spokesman spokeswoman spokesperson
    ambassador analyst director professor chancellor senator governor mayor commander officer official expert
    researcher leader head judge lawyer attorney secretary-general prime deputy mr mrs ms miss dr sir lord lady
    king queen prince pope captain colonel lieutenant sergeant major admiral representative congressman congresswoman
    economist historian scientist journalist correspondent editor founder ceo boss coach author envoy"""
)
PLURAL_ROLES: Final = word_set(
    """officials police critics experts analysts campaigners organisers organizers sources farmers doctors
    prosecutors inspectors investigators lawyers residents economists scientists researchers activists ministers
    authorities rescuers witnesses observers traders diplomats opponents supporters lawmakers senators people
    separatists rebels"""
)

"""Nouns that are counted, and words that end a counted noun phrase, as data for `nouns`."""

from typing import Final

from annotations.text.words import word_set

PERSONS: Final = word_set(
    """people persons troops soldiers forces servicemen servicewomen men women children boys girls adults teenagers
    pensioners refugees civilians migrants workers employees staff personnel crew fighters militants rebels
    insurgents separatists mercenaries volunteers recruits conscripts reservists prisoners hostages detainees inmates
    voters members users patients students pupils teachers doctors nurses protesters protestors demonstrators
    marchers police officers officials diplomats ministers lawmakers senators deputies delegates residents citizens
    nationals inhabitants victims casualties dead wounded injured passengers tourists visitors guests spectators fans
    players athletes parents mothers fathers families farmers fishermen miners drivers pilots sailors marines
    paratroopers firefighters rescuers journalists reporters lawyers judges jurors customers consumers clients
    subscribers followers households taxpayers owners investors shareholders scientists researchers experts analysts
    economists engineers advisers instructors veterans survivors evacuees respondents participants applicants
    candidates suspects defendants terrorists guards agents spies hackers babies infants deaths fatalities lives
    peacekeepers"""
)
PLURALS: Final = word_set(
    """people children men women troops police staff personnel crew feet mice teeth aircraft species sheep fish cattle
    infantry cavalry offspring headquarters servicemen servicewomen fishermen dead lives votes"""
)
NOT_PLURALS: Final = word_set(
    """this his its was is has as us thus plus minus versus perhaps always sometimes across towards afterwards unless
    news politics less campus status virus crisis basis analysis bus gas business press congress process success
    access address mess loss class mass boss says does goes gets makes takes runs comes shows means remains stands
    lies besides nowadays indoors outdoors overseas ours theirs hers yours whereas regards"""
)
ENDS_PHRASE: Final = word_set(
    """a an the of in on at by for from with to into onto over under and or but nor so than then that which who whom
    whose when while where as if because since after before during until till against among between per via is are
    was were be been being has have had do does did will would can could may might must shall should said says say
    told tells ago away apart later earlier each every apiece both either neither not no now today yesterday tomorrow
    there here this these those it its he she they him his her their we our us you your i my me what how why also only
    just still already yet even ever never again too very including compared according despite amid around about
    across along through throughout within without near behind above below last next such"""
)
PARTICIPLES_KEPT: Final = word_set(
    """armed retired registered wounded injured displaced unarmed uniformed trained qualified skilled leading existing
    remaining working missing outstanding sitting united armoured armored"""
)
NAMED_BY_NUMBER: Final = word_set(
    """radio channel bbc article articles section sections chapter room route highway interstate motorway boeing
    airbus flight resolution apollo formula type tier level phase stage no no. nos number numbers covid unit brigade
    division regiment page pages paragraph line platform gate terminal windows ios iphone galaxy android playstation
    xbox season episode volume part act bill proposition amendment rule form category grade area district ward zone
    pier dock vol war top big bowl s&p ftse nasdaq dow fortune nikkei cac dax stoxx euro dial text lot apartment suite
    seat magnitude league game model annex schedule clause exhibit appendix figure table verse psalm cc version
    catch force"""
)
SURELY_COUNTED: Final = PERSONS | word_set(
    "jobs homes houses tanks missiles drones aircraft vehicles cases votes weapons ships planes"
)

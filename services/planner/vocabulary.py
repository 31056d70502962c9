"""Word lists of general English and of business. Nothing here knows a schema."""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of a question that name nothing by themselves.
FUNCTION_WORDS = word_set(
    """a an the of for to and or is are was were be been being do does did has have had can could would will may
    please show me give list find tell what display return get i we us our my you your want know see need like
    look looks how there any all some s t as if so than then now many much more less hi hello ok okay great
    thanks thank well that which who whom whose when where why with in on at by from about into out it its them
    those these their they this here found among also only just not no but made let full"""
)

# Business words and the columns that hold what they speak of, the better one first (words of column names).
SYNONYMS = {
    word: tuple(names.split())
    for words, names in (
        (
            "revenue sales turnover income earnings takings proceeds earn earned earns money",
            "total amount revenue sale price cost",
        ),
        ("cost costs expense expenses spending", "cost price amount expense fee"),
        ("price prices", "price cost fee rate charge"),
        ("value values worth", "value worth total amount price cost"),
        ("salary salaries wage wages pay", "salary wage pay income"),
        ("phone telephone mobile", "phone telephone mobile cell"),
        ("email mail", "email mail"),
        ("client clients customer customers buyer buyers", "customer client"),
        ("employee employees worker workers", "employee staff worker"),
        ("shop shops", "store shop"),
        ("nation nations", "country"),
        ("town towns", "city"),
        ("quantity", "quantity qty amount"),
        ("kind kinds type types category categories", "type kind category"),
        ("sex gender", "sex gender"),
        ("birthday birthdays", "birth"),
        ("date dates", "date on at time"),
    )
    for word in words.split()
}

# Of these, words for what comes in or goes out: a sum wherever nothing else is said.
BUSINESS = word_set(
    "revenue sales turnover income earnings takings proceeds earn earned earns spending money"
)

# Tables of money: their total is a sum rather than a number of rows.
MONEY_TABLES = word_set("payment payments sale sales expense expenses donation donations fee fees cost costs")

# Stems of column words whose values make sense as a sum; other measures are averaged.
ADDITIVE_STEMS = word_set("total amount quantiti sale revenu cost fee budget profit qti count point")

# Column words that a preposition before a value speaks of: 'from Rome to Oslo'.
PREPOSITIONS = {
    "from": word_set("origin source from departure start"),
    "to": word_set("destination dest to arrival end"),
}

_MONTH_NAMES = """january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sep,
    october oct,november nov,december dec"""
MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES.split(","), start=1) for name in names.split()
}

_NUMBERS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
NUMBER_WORDS = {word: number for number, word in enumerate(_NUMBERS.split())} | {
    "once": 1,
    "twice": 2,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}

# Plurals that a stemmer leaves apart from their singular.
IRREGULAR_PLURALS = {
    "people": "person",
    "persons": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "mice": "mouse",
    "geese": "goose",
    "data": "datum",
    "indices": "index",
    "statuses": "status",
}

CHITCHAT = {
    word: reply
    for words, reply in (
        ("thanks thank thx cheers", "You are welcome."),
        ("hello hi hey", "Hello. Ask me about the data."),
        ("bye goodbye", "Good-bye."),
        ("great perfect awesome nice cool good ok okay excellent wonderful", "Good."),
    )
    for word in words.split()
}

# What may stand beside those words without asking for anything.
CHITCHAT_FILLERS = word_set(
    """you very much so a lot that is all for now your help the it i got this was really helpful morning afternoon
    evening everything today have day one job work and again there how are doing no yes well done see later us me
    what whats up need just to know"""
)

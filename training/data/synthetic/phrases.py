"""How people in business say it; `{}` is a measure, a dimension, a value or a column."""

ONLY = ("only {}", "just {}", "only for {}", "limit that to {}", "{} only", "keep only {}", "and for {}")
OTHER_VALUE = (
    *("what about {}", "and {}?", "how about {}?", "now {} instead"),
    *("same for {}", "the same thing for {}"),
)
FORGET = ("forget about {}", "not just {}, all of them", "without the restriction to {}")
FORGET_ALL = (*FORGET, "for all of them", "over everything", "remove the filter")
SPLIT = (
    *("now break it down by {}", "split that by {}", "by {}", "per {}"),
    *("for each {}", "and by {}?", "group that by {}"),
)
SPLIT_INSTEAD = (
    *("by {} instead", "now by {}", "show it per {} instead"),
    *("now break it down by {}", "make that by {}"),
)
SPLIT_FURTHER = (
    *("also split by {}", "and by {} as well"),
    *("add {} to the breakdown", "further split it by {}"),
)
MEASURE_INSTEAD = (
    *("use {} instead", "{} instead", "now the {}"),
    *("and the {}?", "show me the {} instead", "what about the {}?"),
)
MEASURE_TOO = (
    *("also show the {}", "add the {}", "put the {} next to it"),
    *("with the {} too", "and the {} as well"),
)
FIRST = ("which one is the highest?", "which is the biggest?", "which came first?", "which {} is best?")
LAST = ("which one is the lowest?", "which is the smallest?", "which came last?", "which {} is worst?")
TOP = ("just the top {}", "only the {} highest", "show the best {}", "top {}")
BOTTOM = ("just the bottom {}", "only the {} lowest", "show the worst {}", "bottom {}")
OTHER_END = {
    True: ("and the lowest?", "and the worst?", "and the smallest?"),
    False: ("and the highest?", "and the best?"),
}
HIGH_FIRST = (
    *("sort it from high to low", "highest first", "biggest first"),
    *("sort that descending", "order it from most to least"),
)
LOW_FIRST = ("sort it from low to high", "lowest first", "smallest first", "sort that ascending")
HOW_MANY = ("how many are there?", "how many is that?", "just count them", "how many are they?", "count them")
LIST_THEM = ("show their {}", "and their {}?", "list the {} of those", "what are their {}?")
COLUMN_INSTEAD = ("show the {} instead", "only the {}", "just their {}")
COLUMN_TOO = ("also show the {}", "add their {}", "i need the {} as well", "with {} too", "and the {}")
LISTS = (
    "list the {columns} of all {subject}",
    "show {columns} of the {subject}",
    "which {subject} do we have? give me the {columns}",
    "what are the {columns} of our {subject}",
)
LEADS = ("show", "show me", "give me", "what is", "", "i need", "compare", "break down")
BY = ("by", "by", "per", "for each", "by each")
COUNTS = ("how many {} are there", "number of {}", "count the {}")
FIGURES = ("what is the", "show the", "give me the", "what's our", "tell me the")
MOST = {True: ("most", "highest number of"), False: ("fewest", "least")}
HIGHEST = {True: ("highest", "biggest", "best"), False: ("lowest", "smallest")}
EDGE = {True: ("top", "best", "leading"), False: ("bottom", "lowest")}
UNDER = (" for ", " in ", " with ", ", only ")
HAS = ("has", "has", "had", "made", "has taken", "got")

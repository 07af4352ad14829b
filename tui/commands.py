"""Everything a user can do, once: bindings, footer, palette, help and the README's table.

`id` is the name of the action (`action_<id>`) and what the settings remap by; it stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from tui.terminal import keys

EVERYWHERE = "everywhere"
SEARCH = "search"
TRIAL = "trial"
COMPARE = "compare"
FILTER = "filter"
PICK = "pick"
READER = "reader"
INBOX = "inbox"
KEPT = "searches"
DESK = "desk"
TOPICS = "topics"
LISTS = "lists"
CASE = "case"
PATIENT = "patient"
VIEWS = {
    EVERYWHERE: "Everywhere",
    SEARCH: "Search",
    TRIAL: "Trial",
    COMPARE: "Comparison",
    FILTER: "Filters",
    PICK: "Choosing",
    READER: "Reading",
    INBOX: "Inbox",
    KEPT: "Kept queries",
    DESK: "The same trial?",
    TOPICS: "Sections",
    LISTS: "Lists",
    CASE: "Case",
    PATIENT: "Patient",
}
TABS = (
    ("overview", "Overview"),
    ("arms", "Arms"),
    ("outcomes", "Outcomes"),
    ("eligibility", "Eligibility"),
    ("sites", "Sites"),
    ("people", "People"),
    ("text", "Text"),
    ("sources", "Sources"),
    ("history", "History"),
)
"""The tabs of a trial, name and title, in their order; a tab's key is its place."""
TOLD_TABS = tuple(name for name, _ in TABS if name != "history")
"""Those that `trials show` tells; what changed is told by `trials changes`."""
SHORT_TABS = {"overview": "About", "people": "Call", "history": "News"}
"""Shorter titles of tabs, where those above do not fit: 80 columns."""


class Command(NamedTuple):
    """One thing a user can do."""

    id: str
    keys: str
    """Separated by blanks; characters or names of keys."""
    title: str
    help: str
    view: str = EVERYWHERE
    footer: int = 0
    """Place in the view's footer, from 1; 0: not there."""
    always: bool = False
    """Also while something is typed into a field."""
    same_as: str = ""
    """The command whose keys do this: it has none of its own."""

    @property
    def name(self) -> str:
        """The name in the settings: `tab_sites` for `tab('sites')`."""
        return self.id.replace("('", "_").removesuffix("')")


COMMANDS: tuple[Command, ...] = (
    # everywhere
    Command("move_down", "down j", "Down", "Move down."),
    Command("move_up", "up k", "Up", "Move up."),
    Command("page_down", "pagedown ctrl+d", "Page down", "Move down by a screenful."),
    Command("page_up", "pageup ctrl+u", "Page up", "Move up by a screenful."),
    Command("move_first", "g home", "First", "Go to the beginning."),
    Command("move_last", "G end", "Last", "Go to the end."),
    Command("open", "enter", "Open", "Open what the cursor is on."),
    Command("back", "escape", "Back", "One step back; marks and typing stay."),
    Command("close", "q", "Close", "Close this view; at the last one, quit."),
    Command("quit", "ctrl+q", "Quit", "Leave the app.", always=True),
    Command("stop", "ctrl+c", "Stop", "Stop what runs; twice, quit.", always=True),
    Command("find", "/", "Find", "Search field; in Filters, narrow values; else find a text."),
    Command("find_next", "n", "Next find", "Go to the next find."),
    Command("find_previous", "N", "Previous find", "Go to the previous find."),
    Command("help", "? f1", "Help", "All keys of this view.", footer=90),
    Command("palette", "ctrl+p :", "Palette", "Every command by name.", always=True),
    Command("copy", "y", "Copy number", "Copy the number; it is also shown."),
    Command("copy_view", "Y", "Copy view", "Copy the text of this view."),
    Command("export", "e", "Export", "Write this view to a file in the export folder."),
    Command("put_on", "m", "Put on", "Put this trial, or the marked ones, on a list or case."),
    Command("lists", "L", "Lists", "Your lists and cases."),
    Command("note", "E", "Note", "A note of your own on this trial, shown above it."),
    Command("zoom", "z", "Whole screen", "In the list: two lines a trial, one line; with or "
            "without preview."),
    Command("patient", "P", "Patient", "The patient, in memory only: lists, criteria and "
            "comparisons are seen with the values; again to edit."),
    Command("theme", "T", "Theme", "The next theme: dark, light, high contrast, two safe for "
            "colour vision."),
    Command("inbox", "I", "Inbox", "What changed since you looked, the worst first."),
    Command("searches", "b", "Kept queries", "Queries that you keep, and what is new in each."),
    Command("redraw", "ctrl+l", "Draw anew", "Draw the screen anew.", always=True),
    Command("reload", "R", "Reload", "Open the catalogue file anew."),
    # search
    Command("mark", "space", "Mark", "Mark for the comparison, or unmark.", SEARCH, 1),
    Command("compare", "c", "Compare", "Compare the marked trials.", SEARCH, 2),
    Command("open_trial", "", "Open", "Open the trial.", SEARCH, same_as="open"),
    Command("filter", "f", "Filter", "Narrow by value, with counts.", SEARCH, 3),
    Command("sort", "s", "Sort", "Order the list; the same again reverses it.", SEARCH, 4),
    Command("why", "w", "Why", "Why this trial was found, and what its status is worth.",
            SEARCH, 5),
    Command("leave", "", "Quit", "Leave the app from the list.", SEARCH, 6, same_as="close"),
    Command("clear_marks", "V", "Clear marks", "Unmark all trials.", SEARCH),
    Command("synonyms", "S", "Synonyms", "Search with or without corrections and synonyms.",
            SEARCH),
    Command("complete", "tab", "Complete", "Take the first value offered for field:value.", SEARCH),
    Command("keep_search", "B", "Keep query", "Keep this query under a name.", SEARCH),
    Command("desk", "D", "Same trial?", "Trials that may be one, to be decided one after the "
            "other.", SEARCH),
    Command("restore", "ctrl+r", "Restore", "Take up the last session: query, marks, place.",
            SEARCH, always=True),
    # trial
    *(Command(f"tab('{name}')", str(n), title,
              f"The tab {title}" + (f" ({SHORT_TABS[name]})." if name in SHORT_TABS else "."),
              TRIAL)
      for n, (name, title) in enumerate(TABS, 1)),
    Command("next_tab", "] tab", "Next tab", "The next tab.", TRIAL, 1),
    Command("previous_tab", "[ shift+tab", "Previous tab", "The previous tab.", TRIAL),
    Command("next_trial", "J", "Next trial", "The next trial of the list, on this tab.", TRIAL, 2),
    Command("previous_trial", "K", "Previous trial", "The previous trial of the list.", TRIAL),
    Command("mark_trial", "space", "Mark", "Mark this trial for the comparison.", TRIAL, 10),
    Command("list_trial", "", "List", "Put this trial on a list or case.", TRIAL, 9,
            same_as="put_on"),
    Command("compare_marked", "c", "Compare", "Compare the marked trials.", TRIAL),
    Command("original", "o", "As written", "Criteria as written; results whole.", TRIAL, 3),
    Command("explain", "w", "Our reading", "Limits as they were understood; what ~ means.",
            TRIAL, 4),
    Command("all_fields", "i", "All fields", "Overview with the fields that no source has; sites "
            "with their coordinates.", TRIAL, 6),
    Command("filter_sites", "f", "Filter sites", "Show the sites with a text.", TRIAL, 5),
    Command("next_criterion", ")", "Next criterion", "The next criterion, with a patient (tab "
            "Eligibility).", TRIAL),
    Command("previous_criterion", "(", "Previous criterion", "The previous criterion.", TRIAL),
    Command("fits", "+", "Fits", "The patient fits this criterion: you say so, a ~ only proposes.",
            TRIAL),
    Command("fits_not", "-", "Does not fit", "The patient does not fit this criterion.", TRIAL),
    Command("not_known", "0", "Unknown", "It is not known whether the patient fits.", TRIAL),
    Command("next_open", ".", "Next open", "The next criterion of which you have said nothing.",
            TRIAL),
    Command("hand_over", "H", "Hand over", "What you said of the criteria goes to a case: a state "
            "and a sentence, shown first.", TRIAL),
    Command("undo_verdict", "U", "Take back", "Take back what you said last of this trial.",
            TRIAL),
    Command("accept", "a", "One trial", "These two are one trial (tab Sources).", TRIAL, 7),
    Command("reject", "r", "Two trials", "These two are not one trial (tab Sources).", TRIAL, 8),
    Command("undo_link", "u", "Undo", "Part what a decision joined (tab Sources).", TRIAL),
    # comparison
    Command("differences", "d", "Differences", "Fold the rows that are equal.", COMPARE, 1),
    Command("topics", "t", "Topics", "Choose and order sections and topics.", COMPARE, 2),
    Command("full_cell", "", "Full cell", "The whole row with its quoted sources.",
            COMPARE, 3, same_as="open"),
    Command("export_compare", "", "Export", "Write the comparison to a file.", COMPARE, 4,
            same_as="export"),
    Command("left", "h left", "Left", "Move the window of columns to the left.", COMPARE),
    Command("right", "l right", "Right", "Move the window of columns to the right.", COMPARE),
    *(Command(f"jump('{n}')", str(n), f"Trial {n}", f"Show the trial {n}.", COMPARE)
      for n in range(1, 5)),
    Command("pin", "p", "Pin", "Count differences against this trial.", COMPARE, 5),
    Command("drop", "x", "Drop", "Leave this trial out.", COMPARE, 6),
    Command("undo", "u", "Undo", "Bring the dropped trial back.", COMPARE),
    # filters
    Command("include", "space", "Include", "Include this value beside those chosen.", FILTER, 1),
    Command("exclude", "x", "Exclude", "Leave out the trials with this value.", FILTER, 2),
    Command("only", "o", "Only", "Only the trials with this value; so does opening it.", FILTER, 3),
    Command("clear_filters", "V", "Clear", "Remove all filters.", FILTER, 4),
    Command("clear_back", "", "Back", "Back to the list.", FILTER, 5, same_as="back"),
    Command("choose", "", "Choose", "Choose what the cursor is on.", PICK, 1, same_as="open"),
    Command("pick_back", "", "Back", "Choose nothing.", PICK, 2, same_as="back"),
    # reading
    Command("read_on", "", "Page down", "Read on.", READER, 1, same_as="page_down"),
    Command("read_find", "", "Find", "Find a text here.", READER, 2, same_as="find"),
    Command("read_next", "", "Next find", "Go to the next find.", READER, 3, same_as="find_next"),
    Command("read_copy", "", "Copy view", "Copy this text.", READER, 4, same_as="copy_view"),
    Command("read_back", "", "Back", "Back to where this was opened.", READER, 5, same_as="back"),
    # what is new
    Command("inbox_read", "space", "Read", "Take this line as read; a second time: as unread.",
            INBOX, 1),
    Command("inbox_words", "w", "Words", "What changed, word for word.", INBOX, 2),
    Command("inbox_open", "", "Open", "Open the trial where it changed.", INBOX, 3,
            same_as="open"),
    Command("inbox_read_all", "A", "All read", "Take all lines as read.", INBOX, 4),
    Command("inbox_unfold", "i", "The rest", "Show or fold what matters less.", INBOX, 5),
    Command("inbox_back", "", "Back", "Back to where this was opened.", INBOX, 6, same_as="back"),
    Command("inbox_undo", "u", "Undo", "Take everything that was read here as unread.", INBOX),
    Command("kept_open", "", "Search", "Search for this query.", KEPT, 1, same_as="open"),
    Command("kept_remove", "x", "Forget", "Keep this query no more.", KEPT, 2),
    Command("kept_undo", "u", "Undo", "Keep the query that was forgotten last.", KEPT, 3),
    Command("kept_back", "", "Back", "Back to where this was opened.", KEPT, 4, same_as="back"),
    # one trial or two
    Command("desk_same", "a", "One trial", "These two are one trial.", DESK, 1),
    Command("desk_different", "r", "Two trials", "These two are not one trial.", DESK, 2),
    Command("desk_compare", "c", "Compare", "The two beside each other.", DESK, 3),
    Command("desk_open", "", "Open", "Open the first of the two.", DESK, 4, same_as="open"),
    Command("desk_undo", "u", "Undo", "Take back what was decided last.", DESK, 5),
    Command("desk_back", "", "Back", "Back to the list.", DESK, 6, same_as="back"),
    Command("toggle_topic", "space", "Show or hide", "Show or hide this topic.", TOPICS, 1),
    Command("move_topic_down", "J", "Later", "Move this topic down.", TOPICS, 2),
    Command("move_topic_up", "K", "Earlier", "Move this topic up.", TOPICS, 3),
    Command("topics_back", "", "Back", "Back to the comparison.", TOPICS, 4, same_as="back"),
    # lists and cases
    Command("open_list", "", "Open", "Open this list.", LISTS, 1, same_as="open"),
    Command("take_back_last", "U", "Take back", "Take back what was done last to any list; the "
            "log keeps both.", LISTS, 2),
    Command("log_of_all", "h", "Log", "What was done, by whom and when.", LISTS, 3),
    Command("forget_list", "X", "Forget", "Remove this list or case for good, with its log.",
            LISTS, 4),
    Command("all_notes", "a", "All notes", "Your notes on trials, whatever list they are on.",
            LISTS, 5),
    Command("lists_back", "", "Back", "Back to where this was opened.", LISTS, 6, same_as="back"),
    Command("state", "s", "State", "Where the trial stands: to call, called, rejected, ...",
            CASE, 1),
    Command("reason", "r", "Reason", "Why: one of its criteria, or your own words.", CASE, 2),
    Command("note_listed", "", "Note", "A note of your own on the trial.", CASE, 3,
            same_as="note"),
    Command("verified", "v", "Verified", "What the site said by telephone, and when.", CASE, 4),
    Command("open_listed", "", "Trial", "Open the trial.", CASE, 5, same_as="open"),
    Command("changes", "D", "Changes", "What changed since somebody decided.", CASE, 6),
    Command("export_listed", "", "Export", "The list for a colleague, or as text.", CASE, 7,
            same_as="export"),
    Command("take_back", "U", "Take back", "Take back what was done last; the log keeps both.",
            CASE, 8),
    Command("forget", "X", "Forget", "Remove this case for good, with its log.", CASE, 9),
    Command("take_off", "x", "Take off", "Take the trial from this list.", CASE),
    Command("log", "h", "Log", "What was done, by whom and when.", CASE),
    Command("mark_listed", "space", "Mark", "Mark for the comparison, or unmark.", CASE),
    Command("compare_listed", "c", "Compare", "Compare the marked trials.", CASE),
    Command("why_listed", "w", "Why", "Why it stands where it does, for whom it was rejected.",
            CASE),
    # patient
    Command("take_value", "", "Take", "Take what was typed: 62, 9 mo, CrCl 45, HPV neg; ? where "
            "it is not known.", PATIENT, 1, same_as="open"),
    Command("next_unit", "tab", "Unit", "Another unit for a number without one.", PATIENT, 2),
    Command("forget_patient", "ctrl+n", "Forget", "Forget the patient, and all that was said of "
            "criteria.", PATIENT, 3, always=True),
    Command("patient_back", "", "Done", "Back, with this patient.", PATIENT, 4, same_as="back"),
    # comparison, further
    Command("add", "a", "Add", "Add a trial by its number or by search.", COMPARE),
)  # fmt: skip

_NONE = "none"
NO_TITLES: Mapping[str, str] = {}
OF_ROW = frozenset(
    "mark open_trial why full_cell include exclude only choose inbox_read inbox_words inbox_open"
    " kept_open kept_remove desk_same desk_different desk_compare desk_open toggle_topic"
    " move_topic_down move_topic_up open_list forget_list state reason note_listed verified"
    " open_listed changes take_off mark_listed why_listed".split()
)
"""What needs something under the cursor: in an empty list it does nothing."""
_BY_ID = {command.id: command for command in COMMANDS}


def of_view(view: str) -> tuple[Command, ...]:
    """The commands of a view, those of every view last."""
    own = tuple(each for each in COMMANDS if each.view == view and view != EVERYWHERE)
    return own + tuple(each for each in COMMANDS if each.view == EVERYWHERE)


def keys_of(command: Command, remapped: Mapping[str, str]) -> tuple[str, ...]:
    """The command's keys, the user's instead of ours where the settings say so."""
    return tuple(remapped.get(command.id, command.keys).split())


def shown_keys(command: Command, remapped: Mapping[str, str]) -> str:
    """The keys for reading: `PgDn ctrl+d`; `none` where the settings took them away."""
    owner = _BY_ID[command.same_as] if command.same_as else command
    return " ".join(map(keys.shown, keys_of(owner, remapped))) or _NONE


def keys_named(name: str, remapped: Mapping[str, str]) -> tuple[str, ...]:
    """All keys of a command by its id."""
    return keys_of(_BY_ID[name], remapped)


def shown_key(name: str) -> str:
    """A key for reading."""
    return keys.shown(name)


def action_id(name: str) -> str:
    """The command whose action a command runs: itself, or the one whose keys it has."""
    return _BY_ID[name].same_as or name


def key(name: str, remapped: Mapping[str, str]) -> str:
    """The first key of a command, for a sentence that names it."""
    return shown_keys(_BY_ID[name], remapped).split()[0]


def tab_number(name: str) -> int:
    """The place of a tab, from 1: its key, unless the settings have another."""
    return [each for each, _ in TABS].index(name) + 1


_TYPING = (
    ("", "type to search"),
    ("move_down", "list"),
    ("complete", "value"),
    ("open", "open"),
    ("quit", "quit"),
)
"""What works while one types into the search field, and how its footer calls it."""
_TO_ROWS = ("move_down", "open")
"""Of these what needs a row."""


_ASKING = {
    False: (("", "type what to find"), ("open", "find"), ("back", "back")),
    True: (("", "type to narrow"), ("move_down", "down"), ("open", "done"), ("back", "done")),
}
"""The same for the field at the bottom of a view: it finds at Enter, or narrows at every letter."""


def typing(remapped: Mapping[str, str], *, has_row: bool = True) -> Sequence[tuple[str, str]]:
    """The footer of the search field: keys, and what they do there; `has_row`: there is a list."""
    return _in_a_field([each for each in _TYPING if has_row or each[0] not in _TO_ROWS], remapped)


def asking(
    remapped: Mapping[str, str], *, live: bool, has_row: bool = True
) -> Sequence[tuple[str, str]]:
    """The footer while the field at the bottom of a view is open; `live`: it narrows."""
    return _in_a_field(
        [each for each in _ASKING[live] if has_row or each[0] not in _TO_ROWS[:1]], remapped
    )


def _in_a_field(
    those: Sequence[tuple[str, str]], remapped: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    told = [(key(name, remapped) if name else "", title) for name, title in those]
    return [(key, title) for key, title in told if key != _NONE]


MOST_IN_FOOTER = 7
"""Keys that somebody takes in at a glance; `?` has all of them."""


def of_row(view: str) -> tuple[str, ...]:
    """The view's commands that need something under the cursor."""
    return tuple(each.id for each in of_view(view) if each.id in OF_ROW)


def footer(
    view: str,
    remapped: Mapping[str, str],
    without: Collection[str] = (),
    titled: Mapping[str, str] = NO_TITLES,
) -> Sequence[tuple[str, str]]:
    """Keys and titles for the footer of a view, in its order, the last of them for help.

    Seven at most; what has no key is not there. `without` names commands that do nothing where
    one is now, `titled` has other titles of commands, by their ids.
    """
    shown = sorted((each.footer, each) for each in of_view(view) if each.footer)
    shown = [each for each in shown if each[1].id not in without]
    told = [
        (shown_keys(each, remapped).split()[0], titled.get(each.id, each.title))
        for _, each in shown
    ]
    told = [(key, title) for key, title in told if key != _NONE]
    return told if len(told) <= MOST_IN_FOOTER else [*told[: MOST_IN_FOOTER - 1], told[-1]]


def markdown_table() -> str:
    """The README's table of keys."""
    rows = ["| keys | where | what | name in the settings |", "| --- | --- | --- | --- |"]
    for each in COMMANDS:
        shown = " ".join(f"`{key}`" for key in shown_keys(each, {}).split())
        name = f"as `{each.same_as}`" if each.same_as else f"`{each.name}`"
        rows.append(f"| {shown} | {VIEWS[each.view].lower()} | {each.help} | {name} |")
    return "\n".join(rows) + "\n"

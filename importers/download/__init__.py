"""`trials update`: ask the registry what changed, keep its pages in a folder, import them.

plan.py         what is asked: a Question, and since when
fetching.py     one request and its whole answer; alone speaks to a network
polite.py       not too often, again where it may help, no further than it is let
answers.py      whether an answer is a page of studies
history.py      what is known of earlier downloads
folder.py       the folder: pages written whole, the state beside them
downloading.py  page after page until there is no next one
run.py          all of that, then the import, and what is said of it
"""

"""What sentences of a pack give away: small counts that they name, totals and percentages of figures that a table hides."""

import calendar
import re
from collections.abc import Sequence

from analysis.disclosure.attack import Relation, total
from analysis.disclosure.published import FILES, HIDDEN, Pack, Table, figure
from analysis.measures import whole_numbers_behind

PEOPLE = r"(?:child(?:ren)?|young (?:people|person)|boys?|girls?|babies|baby|siblings?|unaccompanied|adults?|pupils?|famil(?:y|ies))"
SMALL_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4}
SMALL_COUNT = re.compile(
    rf"(?<![\w.,£–-])(?<!to )(?<!or )(?<!than )(?<!each )(?<!at least )(?<!up to )(?<!cost of )(?P<count>one|two|three|four|[1-4]) (?:of (?:the|these|those|them) )?(?:more |other )?{PEOPLE}\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"(?<![\w.,£])(?P<count>\d[\d,]*) (?P<noun>[a-z]+)")
CLAUSE = re.compile(r"(?<=[\w)%])[.;] (?=[A-Z])")
PERCENTAGE = re.compile(r"(?<![\w.,£])(?<!than )(?<!within )(?<!least )(?P<pct>\d+(?:\.\d+)?)(?:%| per cent)")
LITTLE_WORDS = frozenset(re.findall(r"\w+", "a an and by for from in of on or out the their them to with who whose at all"))

SMALLEST_WHOLE = 50
"""Of fewer people, percentages of anything are small counts: they are looked for in the table's own rows and columns alone."""
WORDS_OF_TIME = frozenset([*(month.lower() for month in calendar.month_name[1:]), *(str(year) for year in range(1990, 2100)), "quarter"])
"""A row that is named by nothing else than its time shares these words with sentences on anything."""


def prose_that_tells(pack: Pack) -> list[tuple[str, str, int]]:
    """Sentences that name a count of people from 1 to 4: section, sentence and count."""
    found = []
    for section, texts in pack.sentences.items():
        for text in texts:
            for match in SMALL_COUNT.finditer(text):
                count = SMALL_WORDS[match["count"].lower()]
                if count < pack.smallest_count:
                    found.append((section, _around(text, match), count))
    return found


def _around(text: str, match: re.Match) -> str:
    return text[max(0, match.start() - 60) : match.end() + 40].strip()


def drawn_beside(table: Table, sentences: Sequence[str]) -> list[tuple[tuple[str, str, str], float, str]]:
    """Figures that a chart writes beside the name of a row that hides its only count: place, row and column, value, and what is written."""
    found = []
    for label, texts in table.rows if table.named_alone else ():
        hidden = [column for column in table.counts_in(texts) if texts[column] == HIDDEN]
        for text in sentences:
            value = figure(text.removeprefix(label)) if label and text.startswith(f"{label} ") else None
            if value is not None and hidden and not any(figure(shown) == value for shown in texts):
                found.append(((table.place, label, table.headings[hidden[-1]]), value.value, f'"{text}" in a chart'))
    return found


def totals_in_prose(table: Table, keys: dict, sentences: Sequence[str], smallest: int) -> list[tuple[Relation, str]]:
    """Totals, named in sentences beside a table, of columns that hide a count: ``20 interviews`` beside a column of interviews."""
    found = []
    for column in table.counts:
        noun = table.headings[column].split()[-1].casefold() if table.headings[column] else ""
        texts = [texts[column] for _, texts in table.rows]
        parts = [keys[row, column] for row in range(len(table.rows)) if (row, column) in keys]
        hidden = texts.count(HIDDEN)
        if table.foot or not hidden or not noun:
            continue
        shown = sum(number.value for text in texts if (number := figure(text)))
        for text in sentences:
            for match in AMOUNT.finditer(text):
                left = int(match["count"].replace(",", "")) - shown
                if match["noun"] == noun and hidden <= left < hidden * smallest:
                    found.append((total(parts, amount=left + shown), f'"{_around(text, match)}"'))
    return found


def shares_that_tell(pack: Pack) -> list[tuple[tuple[str, str, str], tuple[int, int], str]]:
    """Percentages, in a sentence, key figure or table, that have all words of the name of a hidden row and are of a small part of a total that is shown.

    Returns
    -------
    list of tuple
        Place, row and column of the hidden count; its smallest and largest value; and where the percentage stands.
    """
    found = []
    said = _percentages(pack)
    for table in (table for table in pack.tables if table.hides and not table.place.startswith(FILES)):
        wholes = {whole for whole in _wholes(pack, table.section.partition("#")[0]) if whole >= SMALLEST_WHOLE}
        for label, texts in table.rows:
            words = _words(label)
            hidden = [column for column in table.counts_in(texts) if texts[column] == HIDDEN]
            if len(words - WORDS_OF_TIME) < 2 or not hidden:
                continue
            for pct, where in ((pct, text) for named, pct, text in said if words <= named):
                parts = [part for whole in wholes if (part := _small_part(pct, whole, pack))]
                if parts:
                    found.append(
                        ((table.place, label, table.headings[hidden[-1]]), min(parts), f'{pct}% in "{where}", of a total that is shown')
                    )
    return found


def _percentages(pack: Pack) -> list[tuple[set[str], str, str]]:
    """Every percentage that the pack states, with the words of its sentence or row."""
    found = []
    for texts in pack.sentences.values():
        for text in (clause for said in texts for clause in CLAUSE.split(said)):
            found += [(_words(text), match["pct"], _around(text, match)) for match in PERCENTAGE.finditer(text)]
    for table in pack.tables:
        for label, texts in table.rows:
            in_per_cent = any(text in ("per cent", "%") for text in texts)
            named = _words(f"{label} {table.place.partition(': ')[2]}")
            for column, text in enumerate(texts):
                number = figure(text)
                if number and (text.endswith("%") or in_per_cent or "per cent" in table.headings[column]):
                    found.append((named, text.strip("%+−-"), f"{table.place}, {label}"))
    return found


def _wholes(pack: Pack, page: str) -> set[int]:
    """Numbers of people that a page shows, of which a percentage can be: totals of its tables, and those that its sentences name."""
    found = set()
    for section, texts in pack.sentences.items():
        if section.startswith(page):
            for text in texts:
                found |= {int(match["count"].replace(",", "")) for match in AMOUNT.finditer(text) if match["noun"] in ("children", "young")}
    for table in pack.tables:
        if table.section.startswith(page):
            for _, texts in table.foot:
                found |= {int(number.value) for column in table.counts_in(texts) if (number := figure(texts[column]))}
    # Of a rounded total, whatever it may stand for.
    return {whole + off for whole in found for off in range(-(pack.rounded_to // 2), pack.rounded_to // 2 + 1)}


def _small_part(pct: str, whole: int, pack: Pack) -> tuple[int, int] | None:
    """Parts of a whole that round to a percentage, where all of them are small and too few; of what is left of the whole too."""
    parts = list(whole_numbers_behind(float(pct), whole, len(pct.partition(".")[2])))
    for few in (parts, [whole - part for part in parts]):
        if few and len(few) < pack.fewest_values and min(few) > 0 and max(few) < pack.smallest_count:
            return min(few), max(few)
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.casefold())) - LITTLE_WORDS

"""What the values of one column say of persons, whatever its header says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from etl.persons import headers, names, numbers
from etl.persons.headers import plain

_YES_NO = "oui non o n x vrai faux true false 0 1 ok y yes no nc ns"
YES_NO = frozenset(_YES_NO.split())
MOST = 0.8  # share of the values of a column that makes it a column of that
SAMPLE = 5000
FEW = 3  # distinct values below which a column has no shape of its own
AGES = (16, 70)
# What else a number of seven digits, or a date, may be about: then its header is believed.
_NOT_A_PERSON = """
    action actions session sessions prescription prescriptions seance siret siren finess rna rome commune communes
    insee postal structure structures organisme montant budget cout euros convention marche facture prix lot
"""
NOT_A_PERSON = frozenset(_NOT_A_PERSON.split())
_FRENCH = r"^(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>(?:19|20)?\d{2})(?: .*)?$"
_ISO = r"^(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ T].*)?$"
CENTURY = 30  # « 85 » is 1985, « 12 » is 2012


@dataclass(frozen=True)
class Cells:
    """The values of one column, each once. values: Python objects as they were read."""

    header: str
    values: pd.Series

    @cached_property
    def distinct(self) -> pd.Series:
        """Each value present, once."""
        return self.values.dropna().drop_duplicates().reset_index(drop=True)

    @cached_property
    def texts(self) -> pd.Series:
        """Texts and numbers as a person reads them, trimmed, none of them empty nor a protected key."""
        kept = [text for value in self.distinct if (text := _as_text(value))]
        texts = pd.Series(kept, dtype="str").drop_duplicates()
        return texts[~texts.str.fullmatch(numbers.PROTECTED)].reset_index(drop=True)

    @cached_property
    def sample(self) -> pd.Series:
        """At most 5,000 of the texts, evenly spaced: enough for what is asked of most of them."""
        return self.texts.iloc[:: -(-len(self.texts) // SAMPLE) or 1]

    @cached_property
    def joined(self) -> str:
        """Every text on a line of its own, without the addresses of sites: one search reads them all."""
        return numbers.without_sites("\n".join(text.replace("\n", " ") for text in self.texts.tolist()))

    @cached_property
    def says_nothing(self) -> bool:
        """Empty, yes or no, or nothing but protected keys: nobody is named, whatever the header."""
        if any(isinstance(value, date) for value in self.distinct):
            return False
        return all(plain(text) in YES_NO or not plain(text) for text in self.texts)

    @cached_property
    def dates(self) -> pd.Series:
        """The days of the column, typed or written."""
        typed = [value for value in self.distinct if isinstance(value, date)]
        days = [pd.Timestamp(value).tz_localize(None) for value in typed if date(1900, 1, 1) < _day(value)]
        written = _written(self.sample)
        return pd.concat([pd.Series(days, dtype="datetime64[us]"), written], ignore_index=True)

    def mostly(self, shape: str) -> bool:
        """Whether most texts are of that shape and nothing else."""
        return len(self.texts) > 0 and float(self.sample.str.fullmatch(shape).mean()) >= MOST

    def somewhere(self, shape: str) -> bool:
        """Whether one text holds that shape."""
        return re.search(shape, self.joined) is not None


def _written(texts: pd.Series) -> pd.Series:
    """The days of the texts that are dates, French or ISO, with two digits for the year or four."""
    parts = pd.concat([texts.str.extract(shape) for shape in (_FRENCH, _ISO)]).dropna().astype("int64")
    parts["year"] += (parts["year"] < 100) * (1900 + 100 * (parts["year"] < CENTURY))
    return pd.to_datetime(parts, errors="coerce").dropna().astype("datetime64[us]")


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _as_text(value: object) -> str:
    if type(value) is str:
        return value.strip()
    if isinstance(value, bool | date):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value == value and abs(value) < 1e18 and value == int(value) else str(value)
    return str(value).strip()


def born(cells: Cells, today: date) -> bool:
    """Whether the column holds the birth dates of adults: most days 16 to 70 years ago, whatever the header."""
    days = cells.dates
    if len(days) < FEW or len(days) < MOST * (len(cells.distinct) - len(cells.texts) + len(cells.sample)):
        return False
    years = (pd.Timestamp(today) - days).dt.days / 365.25
    return float(years.between(*AGES).mean()) >= MOST


def enrolment(cells: Cells) -> bool:
    """Whether the column holds numbers of the CAF: seven digits and a letter, or seven digits about nothing else."""
    if len(cells.texts) < FEW:
        return False
    about_else = NOT_A_PERSON & set(plain(cells.header).split("_"))
    return cells.mostly(numbers.CAF) or (not about_else and cells.mostly(f"{numbers.CAF}|{numbers.CAF_BARE}"))


def phones(cells: Cells) -> bool:
    """Whether the column holds telephones, « 612345678 » too where the header says a telephone."""
    short = f"|{numbers.PHONE_SHORT}" if headers.PHONE_INSIDE.fullmatch(plain(cells.header)) else ""
    return cells.mostly(rf"(?:{numbers.PHONE}[ ,;/]*)+{short}")


def mobiles(cells: Cells) -> bool:
    """Whether one value is the number of a mobile telephone."""
    return bool(cells.texts.str.fullmatch(rf"{numbers.MOBILE}|{numbers.MOBILE_SHORT}").any())


def addressed_to_someone(text: str) -> bool:
    """Whether an e-mail address is a person's: « prenom.nom@ », « p.nom@ »."""
    local = text.partition("@")[0].rpartition(" ")[2].lower()
    words = [word for word in re.split(r"[._]", local) if word]
    dashed = [word for word in local.split("-") if word]
    if names.THINGS & {*words, *dashed}:
        return False
    if len(words) == 1:  # « sille-le-guillaume » is a commune
        return len(dashed) in (2, 3) and names.is_first_name(dashed[0])
    return names.is_first_name(words[0]) or (len(words) == 2 and names.is_first_name(words[-1]))


def personal_mails(cells: Cells) -> bool:
    """Whether one of the addresses found is a person's."""
    return any(addressed_to_someone(found) for found in set(re.findall(numbers.MAIL, cells.joined)))


def names_in_text(cells: Cells) -> bool:
    """Whether a sentence names somebody: « joindre Mme X »."""
    lines = re.findall(rf"^.*{names.TITLED}.*$", cells.joined, re.MULTILINE)
    return any(len(line.split()) > 2 for line in lines)


def distinct_texts(cells: Cells) -> bool:
    """Whether the column is one of words that hardly repeat: names, not a list of choices."""
    words = cells.texts[cells.texts.str.contains(r"[^\W\d_]{2}", regex=True)]
    filled = int(cells.values.notna().sum())
    return len(words) >= FEW and len(words) >= MOST * len(cells.texts) and len(words) >= 0.5 * filled

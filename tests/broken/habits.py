"""The habits: what a person did to a table, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from broken_files import (
    Cells,
    as_csv,
    as_ods,
    as_xlsx,
    beside,
    counted_from_1904,
    letter,
    merged,
    protected,
    put,
    renamed,
    serial,
    spread,
    with_a_draft,
    without,
)

ACCEPTED, WARNED, REFUSED, TO_COMPLETE = "accepte", "accepte_avec_alertes", "refuse", "a_completer"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
YES = ("Oui", "OUI", "o", "Vrai", "true", "1", "x", "X", "✓", "VRAI", "Yes")
NO = ("Non", "NON", "n", "Faux", "false", "0", "FAUX", "no")


@dataclass(frozen=True)
class Habit:
    """One file.

    name: what the file suffers from. table: the one it holds; the tables it leans on come with it, clean. build: its
    octets. verdict: as the report says. says: fragments of sentences that must be told (… for anything). aside: line →
    code of the rule that sets it aside. rows: rows accepted, all of them when None. passed: natures of lines that are
    told to be no rows. holds: line of the table, column → value that must have been read.
    """

    name: str
    table: str
    build: Callable[[Cells], bytes]
    verdict: str = ACCEPTED
    says: tuple[str, ...] = ()
    aside: dict[int, str] = field(default_factory=dict)
    rows: int | None = None
    passed: tuple[str, ...] = ()
    holds: dict[tuple[int, str], object] = field(default_factory=dict)
    suffix: str = "csv"


def _titles(m: Cells) -> bytes:
    width = len(m[0]) - 1
    above = [["Offre d’insertion du Département", *[None] * width], ["Situation au 31/05/2026"], []]
    return as_xlsx([*above, *m], merged(f"A1:{letter(m, m[0][-1])}1"))


def _two_levels(m: Cells) -> bytes:
    at, width = m[0].index("Commune (code)"), len(m[0])
    high = [None if place in (at, at + 1) else title for place, title in enumerate(m[0])]
    high[at] = "Situation"
    low = [*[None] * at, *m[0][at : at + 2], *[None] * (width - at - 2)]
    downs = [f"{letter(m, title)}1:{letter(m, title)}2" for title in m[0] if title not in low]
    return as_xlsx([high, low, *m[1:]], merged(f"{letter(m, m[0][at])}1:{letter(m, m[0][at + 1])}1", *downs))


def _total(m: Cells) -> list[object]:
    at = m[0].index("Effectif")
    line: list[object] = ["Total", *[None] * (len(m[0]) - 1)]
    line[at] = sum(row[at] for row in m[1:])
    return line


def _subtotals(m: Cells) -> bytes:
    at, who = m[0].index("Personnes affectées"), m[0].index("Organisme référent")
    lines, body = [m[0]], m[1:]
    for first in range(0, 24, 8):
        part = body[first : first + 8]
        line: list[object] = [f"Sous-total {part[0][who]}", *[None] * (len(m[0]) - 1)]
        line[at] = sum(row[at] for row in part)
        lines += [*part, line]
    last: list[object] = ["TOTAL GÉNÉRAL", *[None] * (len(m[0]) - 1)]
    last[at] = sum(row[at] for row in body)
    return as_xlsx([*lines, last])


def _blanks(m: Cells) -> bytes:
    wide = [[None, *row[:3], None, *row[3:], None] for row in m]
    return as_xlsx([[], *wide[:6], [], [], *wide[6:], []])


def _shifted(m: Cells) -> bytes:
    return as_csv([*m[:9], [None, *m[9]], *m[10:]])


def _three_ways(cell: object, place: int) -> object:
    months = ("", "janvier", "février", "mars", "avril", "mai", "juin", "juillet")
    ways = (f"{cell:%d/%m/%Y}", f"{cell.day} {months[cell.month]} {cell.year}", f"{cell:%Y-%m-%d}")
    return ways[place % 3]


def _merged_down(m: Cells) -> bytes:
    by_structure = [m[0], *sorted(m[1:], key=lambda row: row[1])]
    areas, hidden = [], [list(row) for row in by_structure]
    line = 2
    while line <= len(hidden):
        last = line
        while last < len(hidden) and hidden[last][1] == hidden[line - 1][1]:
            last += 1
        for below in range(line, last):
            hidden[below][1] = None
        if last > line:
            areas.append(f"B{line}:B{last}")
        line = last + 1
    return as_xlsx(hidden, merged(*areas))


def _two_tables(m: Cells) -> bytes:
    """Useful contacts under the list, in the same sheet."""
    other = [["Contact utile", "Rôle"], ["Standard", "accueil"], ["Cellule", "insertion"]]
    return as_xlsx([*m, [], [], *other])


def _swapped(m: Cells) -> bytes:
    other = {"personnes": "foyers_droit_versable", "foyers_droit_versable": "personnes"}
    return as_csv(spread(m, "Ce qui est compté", lambda cell, _: other[cell]))


def _spaces(m: Cells) -> bytes:
    body = [[f"  {cell}\u00a0 " if isinstance(cell, str) else cell for cell in row] for row in m[1:]]
    return as_csv([[f" {title}  " for title in m[0]], *body])


DAY = "Date de mise à jour de la fiche"
COMMUNE = "Commune (code)"
SHEETS = (
    Habit("titres fusionnés au-dessus du tableau", "structures", _titles, suffix="xlsx",
          passed=("titre", "titre", "vide")),
    Habit("en-têtes sur deux niveaux", "structures", _two_levels, suffix="xlsx", passed=("entete",)),
    Habit("en-tête répété au milieu", "structures", lambda m: as_csv([*m[:15], m[0], *m[15:]]), passed=("entete",)),
    Habit("lignes et colonnes vides", "structures", _blanks, suffix="xlsx", passed=("vide",) * 3),
    Habit("ligne de total en bas", "brsa_effectifs", lambda m: as_csv([*m, _total(m)]), passed=("total",)),
    Habit("sous-totaux et total général", "referents_file_active", _subtotals, suffix="xlsx", passed=("total",) * 4),
    Habit("classeur de 1904", "structures", lambda m: as_xlsx(m, counted_from_1904), suffix="xlsx",
          holds={(0, "date_maj"): date(2026, 5, 4), (23, "date_maj"): date(2026, 5, 4)}),
    Habit("feuille protégée", "structures", lambda m: as_xlsx(m, protected), suffix="xlsx"),
    Habit("feuille masquée, ancienne version", "structures", lambda m: as_xlsx(m, with_a_draft), suffix="xlsx",
          says=("La feuille masquée « brouillon 2024 » n’est pas lue",)),
    Habit("LibreOffice (ODS)", "structures", as_ods, suffix="ods", holds={(10, "nom"): "Cordée Anjou"}),
    Habit("deux tableaux dans une feuille", "structures", _two_tables, WARNED,
          ("ligne 28", "ligne 29", "ligne 30"), {28: "", 29: "", 30: ""}, passed=("vide", "vide"),
          suffix="xlsx"),
    Habit("structure fusionnée sur plusieurs actions", "actions", _merged_down, suffix="xlsx",
          holds={(1, "structure_id"): "cd49--02", (2, "structure_id"): "cd49--02"}),
)  # fmt: skip
TEXTS = (
    Habit("CSV de Windows (1252)", "structures", lambda m: as_csv(m, "cp1252"), holds={(10, "nom"): "Cordée Anjou"}),
    Habit("UTF-16", "structures", lambda m: as_csv(m, "utf-16"), holds={(10, "nom"): "Cordée Anjou"}),
    Habit("UTF-8 avec marque", "structures", lambda m: as_csv(m, "utf-8-sig"), holds={(10, "nom"): "Cordée Anjou"}),
    Habit("virgules entre les colonnes", "structures", lambda m: as_csv(m, delimiter=",")),
    Habit("virgule décimale", "referents_file_active", as_csv, holds={(0, "etp"): 2.5}),
    Habit("« 1 234,5 » et unités", "referents_file_active",
          lambda m: as_csv(spread(spread(m, "Personnes affectées", lambda _, place: ("1\u202f150", "150 ")[place % 2]),
                                  "Équivalents temps plein", lambda _, place: ("2,50", " 2,5 ETP")[place % 2])),
          WARNED, ("460",), holds={(0, "personnes_affectees"): 1_150, (0, "etp"): 2.5, (1, "etp"): 2.5}),
    Habit("mois sans jour", "referents_file_active", lambda m: as_csv(spread(m, "Mois", lambda *_: "mai 2026")),
          says=("ne disent que le mois",), holds={(0, "mois"): date(2026, 5, 1)}),
    Habit("dates en texte, de trois façons", "structures", lambda m: as_xlsx(spread(m, DAY, _three_ways)),
          suffix="xlsx", holds={(place, "date_maj"): date(2026, 5, 4) for place in range(3)}),
    Habit("dates devenues des numéros", "structures",
          lambda m: as_xlsx(spread(m, DAY, lambda cell, _: serial(cell))), suffix="xlsx",
          holds={(0, "date_maj"): date(2026, 5, 4)}),
    Habit("31 février", "structures", lambda m: as_csv(put(m, 8, DAY, "31/02/2026")), REFUSED,
          (f"ligne 8, colonne « {DAY} » : « 31/02/2026 » n’est pas lisible (attendu : une date)",), {8: "GEN-03"},
          rows=0),
    Habit("oui et non écrits de vingt-deux façons", "structures",
          lambda m: as_csv(spread(m, "Structure en activité", lambda _, place: (YES + NO + YES)[place])),
          holds={(place, "active"): not len(YES) <= place < len(YES + NO) for place in range(24)}),
    Habit("espaces autour des codes et des en-têtes", "structures", _spaces,
          holds={(0, "structure_id"): "cd49--01", (0, "nom"): "Tremplin Anjou"}),
    Habit("en-têtes en capitales sans accent", "structures",
          lambda m: as_csv([[t.upper().translate(str.maketrans("ÉÈÊÀÙ’", "EEEAU'")) for t in m[0]], *m[1:]])),
    Habit("colonne renommée", "structures",
          lambda m: as_csv(renamed(m, Nom_de_la_structure="Porteur", SIRET="N° SIRET", Courriel_de_service="Mail")),
          holds={(0, "nom"): "Tremplin Anjou"}),
    Habit("colonne en plus", "structures", lambda m: as_csv(beside(m, "Couleur du dossier", ["vert", "bleu"])),
          says=("colonne « Couleur du dossier » n’est pas reconnue : elle ne sera pas chargée",)),
    Habit("texte qui ressemble à une formule", "structures",
          lambda m: as_csv(put(m, 4, "Nom de la structure", "=cmd|'/c calc'!A1")),
          holds={(2, "nom"): "=cmd|'/c calc'!A1"}),
    Habit("retour à la ligne et point-virgule dans une cellule", "structures",
          lambda m: as_csv(put(m, 4, "Nom de la structure", "Passerelle ;\nAnjou")),
          holds={(2, "nom"): "Passerelle ;\nAnjou"}),
)  # fmt: skip
CODES = (
    Habit("code commune sans son zéro (01004)", "structures", lambda m: as_xlsx(put(m, 5, COMMUNE, 1004)),
          suffix="xlsx", holds={(3, "code_insee"): "01004"}),
    Habit("SIRET en notation scientifique", "structures", lambda m: as_csv(put(m, 4, "SIRET", "9,00000003E+13")),
          WARNED, ("ligne 4, colonne « SIRET » : …9,00000003E+13…arrondi",), {4: "STR-01"}, rows=23),
    Habit("identifiant pris deux fois", "structures",
          lambda m: as_csv(put(m, 7, "Structure (identifiant)", "cd49--02")), WARNED,
          ("ligne 3, colonne « Structure (identifiant) » : cet identifiant est déjà pris", "ligne 7, "),
          {3: "GEN-02", 7: "GEN-02"}, rows=22),
    Habit("ligne collée deux fois", "structures", lambda m: as_csv([*m, m[5]]), WARNED,
          ("ligne 26, …cette ligne est répétée",), {26: "GEN-02"}),
    Habit("commune qui n’existe pas", "structures", lambda m: as_csv(put(m, 9, COMMUNE, "49999")), WARNED,
          ("ligne 9, colonne « Commune (code) » : le code commune « 49999 » n’existe pas",), {9: "TER-01"}, rows=23),
    Habit("ancienne commune", "structures", lambda m: as_csv(put(m, 9, COMMUNE, "49001")), WARNED,
          ("49001 → 49050",), holds={(7, "code_insee"): "49050"}),
    Habit("effectif négatif", "brsa_effectifs", lambda m: as_csv(put(m, 9, "Effectif", -12)), WARNED,
          ("ligne 9, colonne « Effectif » : …-12",), {9: "BRS-01"}, rows=59),
    Habit("personnes et foyers inversés", "brsa_effectifs", _swapped, REFUSED,
          ("personnes pour … foyers : ce rapport est impossible, les deux sont sans doute inversés",), rows=0),
    Habit("petits effectifs masqués (« s », « < 11 »)", "brsa_effectifs",
          lambda m: as_csv(spread(without(m, "Statut de diffusion"), "Effectif",
                                  lambda cell, place: {3: "s", 4: "< 11", 5: "*", 6: "nd"}.get(place % 15, cell))),
          holds={(3, "effectif"): None, (3, "statut_secret"): "secret", (6, "statut_secret"): "non_disponible"}),
)  # fmt: skip
# Sessions lean on every other table: these files come in one load, which judges each of them.
SESSIONS = (
    Habit("action inconnue", "sessions", lambda m: as_csv(put(m, 9, "Action (identifiant)", "A99")), WARNED,
          ("ligne 9, colonne « Action (identifiant) » : « A99 » est inconnu",), {9: "SES-01"}, rows=59),
    Habit("fin avant le début", "sessions", lambda m: as_csv(put(m, 9, "Date de fin", date(2026, 1, 5))), WARNED,
          ("ligne 9, colonne « Date de fin » : la session finit avant de commencer",), {9: "SES-02"}, rows=59),
    Habit("501 places", "sessions", lambda m: as_csv(put(m, 9, "Places ouvertes", 501)), WARNED,
          ("ligne 9, colonne « Places ouvertes » : …501",), {9: "SES-03"}, rows=59),
    Habit("une ligne collée une case trop à droite", "sessions", _shifted, REFUSED,
          ("ligne 10, colonne « Date de début » : « local » n’est pas lisible (attendu : une date)",), {10: ""},
          rows=0),
    Habit("#N/A dans une date", "sessions", lambda m: as_xlsx(put(m, 6, "Date de fin", "#N/A")), REFUSED,
          ("1 cellule en erreur (F6), par exemple « #N/A »", "ligne 6, colonne « Date de fin » : « #N/A » n’est pas"),
          {6: "GEN-03"}, rows=0, suffix="xlsx"),
    Habit("#REF! dans un identifiant", "sessions",
          lambda m: as_xlsx(put(m, 6, "Action (identifiant)", "#REF!")), WARNED,
          ("1 cellule en erreur (B6), par exemple « #REF! »",
           "ligne 6, colonne « Action (identifiant) » : « #REF! » est inconnu"),
          {6: "SES-01"}, rows=59, suffix="xlsx"),
    Habit("formule jamais calculée", "sessions", lambda m: as_xlsx(put(m, 6, "Places ouvertes", "=4+5")), WARNED,
          ("ligne 6, colonne « Places ouvertes » : cette information obligatoire est vide", "G6"), {6: "DIC-01"},
          rows=59, suffix="xlsx"),
)  # fmt: skip
DOOR = (
    Habit("classeur chiffré par mot de passe", "structures", lambda m: OLE, REFUSED,
          ("est protégé par un mot de passe : il ne peut pas être lu. Ouvrez-le avec son mot de passe",),
          suffix="xlsx"),
    Habit("fichier vide", "structures", lambda m: b"", REFUSED, ("est vide. Vérifiez l’enregistrement",)),
    Habit("en-têtes seuls", "structures", lambda m: as_csv(m[:1]), REFUSED, ("aucune ligne sous ses en-têtes",)),
    Habit("guillemet jamais refermé", "structures",
          lambda m: as_csv(m).replace(b"Horizon Anjou", b'"Horizon Anjou'), REFUSED,
          ("ligne 3, un guillemet ouvert n’est pas refermé",)),
    Habit("colonne absente", "sessions", lambda m: as_csv(without(m, "Places ouvertes")), TO_COMPLETE,
          ("l manque « Places ouvertes » (Sessions). Choisissez la colonne qui convient.",)),
    Habit("thématique inconnue", "actions", lambda m: as_csv(put(m, 12, "Thématiques", "Bricolage lunaire")),
          TO_COMPLETE, ("olonne « Thématiques » : que veut dire « Bricolage lunaire » (ligne 12) ?",)),
    Habit("numéros de sécurité sociale", "prescriptions",
          lambda m: as_csv(beside(m, "Dossier", ["2 99 99 99 999 999 99"])), REFUSED, ("« Dossier »",)),
    Habit("colonne NIR", "prescriptions", lambda m: as_csv(beside(m, "NIR", ["299999999999999"])), REFUSED,
          ("« NIR »",)),
    Habit("numéros d’allocataire", "prescriptions",
          lambda m: as_csv(beside(m, "N° allocataire", [f"999{n:04d}" for n in range(60)])), REFUSED,
          ("« N° allocataire »",)),
    Habit("clé remplacée par le numéro CAF", "prescriptions",
          lambda m: as_csv(spread(m, "Clé de la personne (pseudonyme)", lambda _, place: f"999{place:04d}")), REFUSED,
          ("« Clé de la personne (pseudonyme) »",)),
    Habit("courriels de personnes", "prescriptions",
          lambda m: as_csv(beside(m, "Courriel", [f"personne{n}.essai@exemple.invalid" for n in range(60)])), REFUSED,
          ("« Courriel »",)),
    Habit("dates de naissance", "prescriptions",
          lambda m: as_csv(beside(m, "Né(e) le", [date(1980, 1, 1) + timedelta(37 * n) for n in range(60)])), REFUSED,
          ("« Né(e) le »",)),
    Habit("noms et prénoms", "prescriptions",
          lambda m: as_csv(beside(beside(m, "Nom", ["ESSAI", "EXEMPLE"]), "Prénom", ["Untel", "Unetelle"])), REFUSED,
          ("« Nom »", "« Prénom »")),
    Habit("commentaires qui nomment", "prescriptions",
          lambda m: as_csv(beside(m, "Remarques", ["Appeler Mme ESSAI au 06 99 99 99 99", "RAS"])), REFUSED,
          ("« Remarques »",)),
)  # fmt: skip
ALONE = (*SHEETS, *TEXTS, *CODES)
HABITS = (*ALONE, *SESSIONS, *DOOR)

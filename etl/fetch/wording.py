"""Sizes, durations and ages as a person says them."""

from __future__ import annotations

import errno
from datetime import datetime

NARROW = "\u202f"
UNITS = ("o", "ko", "Mo", "Go", "To")
REASONS = {
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EACCES: "les droits manquent",
    errno.EPERM: "les droits manquent",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOTDIR: "un fichier est à la place d’un dossier",
    errno.EEXIST: "un fichier est à la place d’un dossier",
}


def size(octets: float) -> str:
    """« 12,3 Mo »: powers of 1,000, one decimal from the kilo-octet on."""
    value, unit = float(octets), 0
    while value >= 999.95 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    number = f"{value:.1f}".replace(".", ",") if unit else f"{value:.0f}"
    return f"{number}{NARROW}{UNITS[unit]}"


def duration(seconds: float) -> str:
    """« 45 s », « 3 min 05 s », « 2 h 10 min »: rounded up to the second, to the minute above one hour."""
    whole = max(0, -int(-seconds // 1))
    if whole < 60:
        return f"{whole}{NARROW}s"
    if whole < 3600:
        return f"{whole // 60}{NARROW}min" + (f"{NARROW}{whole % 60:02}{NARROW}s" if whole % 60 else "")
    minutes = -(-whole // 60)
    return f"{minutes // 60}{NARROW}h" + (f"{NARROW}{minutes % 60:02}{NARROW}min" if minutes % 60 else "")


def age(then: datetime, now: datetime) -> str:
    """« 12/10/2026 (il y a 43 jours) », counted in calendar days."""
    days = (now.date() - then.date()).days
    since = {0: "aujourd’hui", 1: "hier"}.get(days, f"il y a {days} jours")
    return f"{then:%d/%m/%Y} ({since})"


def reason(error: OSError) -> str:
    """Why the disk refuses, in French where the reason is a usual one."""
    return REASONS.get(error.errno, error.strerror or str(error))

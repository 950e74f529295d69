"""The frame: navigation, theme, edition banner. Nothing else."""

from ui import frame

frame.open(
    {
        "Accueil": "pages/accueil.py",
        "Couverture": "pages/couverture.py",
        "Fréquentation": "pages/frequentation.py",
        "Besoins": "pages/besoins.py",
        "Résultats": "pages/resultats.py",
        "Qualité des données": "pages/qualite.py",
        "Déposer": "pages/deposer.py",
        "Méthode": "pages/methode.py",
    }
)

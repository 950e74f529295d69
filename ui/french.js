// The framework says a few words in English that no setting changes: here they are French, on screen and read aloud.
const SAID = {
  "Upload": "Parcourir…", "Add files": "Ajouter des fichiers", "file upload": "Choisir des fichiers",
  "Choose date": "Ouvrir le calendrier", "Clear value": "Effacer", "Choose an option": "À choisir",
  "No results": "Aucun résultat", "Sort ascending": "Trier, du premier au dernier",
  "Sort descending": "Trier, du dernier au premier", "Autosize": "Ajuster la largeur", "Pin column": "Figer la colonne",
  "Unpin column": "Libérer la colonne", "Hide column": "Masquer la colonne", "Format": "Format",
  "Search": "Chercher", "Fullscreen": "Plein écran", "Close fullscreen": "Quitter le plein écran",
  "Download as CSV": "Télécharger (CSV)", "Show/hide columns": "Montrer ou masquer des colonnes",
};
const PARTS = [
  [/^Remove (.+)$/, "Retirer $1"], [/^Delete (.+)$/, "Retirer $1"], [/^day, /, "jour, "], [/^month, /, "mois, "],
  [/^year, /, "année, "], [/^(.*?)(\d+)(?:\.(\d+))?\s?([KMG])B$/, (_, before, whole, part, unit) =>
    `${before}${whole}${part && part !== "0" ? `,${part}` : ""} ${unit === "K" ? "k" : unit}o`],
];
const SPOTS = ["stFileUploader", "stDateInput", "stSelectbox", "stElementToolbar", "stTooltipContent",
  "stDataFrameColumnMenu", "stDataFrameColumnVisibilityMenu"].map(name => `[data-testid='${name}']`).join(", ");

function french(text) {
  if (SAID[text]) return SAID[text];
  const found = PARTS.find(([pattern]) => pattern.test(text));
  return found ? text.replace(...found) : text;
}

function translate(spot) {
  for (const one of spot.querySelectorAll("[aria-label]")) {
    const said = one.getAttribute("aria-label"), ours = french(said);
    if (ours !== said) one.setAttribute("aria-label", ours);
  }
  const texts = document.createTreeWalker(spot, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const ours = french(text.nodeValue);
    if (ours !== text.nodeValue) text.nodeValue = ours;
  }
}

if (!window.observatoireFrench) {
  document.documentElement.lang = "fr";
  window.observatoireFrench = new MutationObserver(() => document.querySelectorAll(SPOTS).forEach(translate));
  window.observatoireFrench.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["aria-label"] });
}

// Paper shows what the page shows. A browser prints nothing of a map drawn by the graphics card: its picture is
// copied under it just before, at once (an image would still be loading when the page is taken), and taken away after.
const COPY = "obs-printed";

function copied(plot) {
  const map = plot._fullLayout?.map?._subplot?.map;
  if (!map) return;
  map.redraw();
  const drawn = map.getCanvas(), copy = document.createElement("canvas");
  [copy.width, copy.height, copy.className] = [drawn.width, drawn.height, COPY];
  copy.style.cssText = `position:absolute;top:0;left:0;width:${drawn.offsetWidth}px;height:${drawn.offsetHeight}px`;
  copy.getContext("2d").drawImage(drawn, 0, 0);
  drawn.after(copy);
}

if (!window.observatoirePrint) {
  window.observatoirePrint = true;
  addEventListener("beforeprint", () => document.querySelectorAll("[class*='_carte_'] .js-plotly-plot").forEach(copied));
  addEventListener("afterprint", () => document.querySelectorAll(`.${COPY}`).forEach(copy => copy.remove()));
}

// A map is framed for WIDTH pixels. On a narrower screen it must still show the whole département: zoom out by
// as much as it lacks, whenever it is found at the zoom it was given. Python does not know how wide the screen is.
const WIDTH = 700;

function fit(plot) {
  const map = plot._fullLayout?.map?._subplot?.map, asked = plot.layout?.map?.zoom, width = plot.clientWidth;
  if (!map || !width || width >= 500 || Math.abs(map.getZoom() - asked) > 0.01) return;
  map.jumpTo({ zoom: asked + Math.log2(width / WIDTH) });
}

if (!window.observatoireFit) {
  window.observatoireFit = setInterval(
    () => document.querySelectorAll("[class*='_carte_'] .js-plotly-plot").forEach(fit), 200);
}

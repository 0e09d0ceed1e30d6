// The map as it is seen, as one SVG document with its legend.
import { drawn } from "./dom.js";
import { stroke, tones } from "./look.js";
import { sheetOf, words } from "./svg.js";

/** The part of the map in sight, with its names, title, legend and sources. */
export function atlasSvg(atlas, data, mode) {
  const { clientWidth: wide, clientHeight: high } = atlas.container;
  const tone = tones(mode);
  const seen = new Set(atlas.graph.filterNodes((id) => !atlas.unseen(id)));
  const few = atlas.graph.size < 400;
  const lines = atlas.graph.mapEdges((_, { ink, firmness, count }, a, b) => {
    if (!seen.has(a) || !seen.has(b)) return null;
    const [from, to] = [atlas.spot(a), atlas.spot(b)];
    const { dashes, width } = stroke(firmness);
    return drawn("line", {
      x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: ink, "stroke-opacity": few ? 0.8 : 0.25,
      "stroke-width": few ? Math.min(7, (width / 2) * (1 + Math.log2(count) / 2)) : 0.6,
      "stroke-dasharray": few && dashes ? dashes.join(" ") : null,
    });
  });
  const discs = [...seen].map((id) => {
    const { x, y } = atlas.spot(id);
    const { color, size, label } = atlas.graph.getNodeAttributes(id);
    return drawn("circle", { cx: x, cy: y, r: atlas.sigma.scaleSize(size), fill: color },
      drawn("title", {}, label));
  });
  const labels = atlas.names.map(({ text, size, x, y }) =>
    words(text, x, y + size * 0.35, { size, fill: tone.ink, anchor: "start", paper: tone.paper }));
  return sheetOf(data, mode, { left: 0, top: 0, right: wide, bottom: high },
    lines.filter(Boolean), discs, labels);
}

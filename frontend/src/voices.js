// Small signs on the lines of a picture: how many sources say so, and whether one says otherwise.
import { along, bend, beside, landing, leaving } from "./curve.js";
import { tones } from "./look.js";

/** What other sources make of a claim, as a small sign on its line. */
export function voices(context, { edges, mode, face, focus, marks }, network) {
  // Without a legend that explains them, signs say nothing.
  if (!marks?.length) return;
  const tone = tones(mode ?? "light");
  const lit = new Set(focus.edges);
  const places = network.getPositions();
  for (const { id, from, to, badge, smooth } of edges) {
    if (!badge || from === to || !places[from] || !places[to]) continue;
    const [a, c] = [places[from], places[to]];
    const b = smooth ? bend(a, c, smooth) : a;
    const start = leaving(a, b, c, network.getBoundingBox(from));
    const end = landing(a, b, c, network.getBoundingBox(to));
    const { x, y } = along(a, b, c, beside(start, end));
    const wide = 12 + 6 * badge.length;
    context.globalAlpha = lit.size && !lit.has(id) ? 0.3 : 1;
    context.beginPath();
    context.roundRect(x - wide / 2, y - 8, wide, 16, 8);
    context.fillStyle = tone.paper;
    context.fill();
    context.lineWidth = 1.2;
    context.strokeStyle = tone.border;
    context.stroke();
    context.fillStyle = tone.ink;
    context.font = `600 11px ${face}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(badge, x, y + 0.5);
  }
  context.globalAlpha = 1;
}

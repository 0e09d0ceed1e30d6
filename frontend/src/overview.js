// Names over a picture that is too small to read: those that rank first in full, others as room allows.
import { tones } from "./look.js";

// How many are named whatever the zoom, as a table beside the picture has them on top.
const FIRST = 10;
// A name in its own box, so large on the screen, needs no other.
const LEGIBLE = 10;
const SHORT = 12;

const cut = (name) => ([...name].length > SHORT ? `${[...name].slice(0, SHORT - 1).join("").trimEnd()}…` : name);
const cross = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The places a name may take, in pixels: on its node, else beside it, nearest first. */
function* spots({ x, y, box }, wide, high, far) {
  const aside = (box.right - box.left + wide) / 2 + 2;
  const over = (box.bottom - box.top + high) / 2 + 2;
  yield [x, y];
  for (let more = 0; more <= far; more += high / 2) {
    for (const [dx, dy] of [[0, over + more], [0, -over - more], [aside + more, 0], [-aside - more, 0],
      [aside, over + more], [-aside, over + more], [aside, -over - more], [-aside, -over - more]]) yield [x + dx, y + dy];
  }
}

/** Which names are written over the picture: their words, size and box, in pixels of the canvas. */
export function overview(context, { nodes, face, asked }, network, { clientWidth, clientHeight }) {
  const scale = network.getScale();
  const ranked = nodes.filter(({ rank }) => rank).sort((a, b) => a.rank - b.rank);
  const found = [];
  const places = network.getPositions();
  for (const node of ranked) {
    if (17 * (1 + (node.weight ?? 0)) * scale >= LEGIBLE) continue;
    const full = node.rank <= FIRST || asked.has(node.id);
    const high = full ? 13 + 2 * (node.weight ?? 0) : 11;
    const text = full ? node.label.replace(/\n/g, " ") : cut(node.label);
    context.font = `${full ? 600 : 400} ${high}px ${face}`;
    const [wide, tall] = [context.measureText(text).width + 10, high + 6];
    const { x, y } = network.canvasToDOM(places[node.id]);
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) continue;
    const { left, right, top, bottom } = network.getBoundingBox(node.id);
    const box = { left: left * scale, right: right * scale, top: top * scale, bottom: bottom * scale };
    for (const [mx, my] of spots({ x, y, box }, wide, tall, full ? 60 : 0)) {
      // On its own node it covers the box, so that nothing of it looks out.
      const own = mx === x && my === y;
      const half = Math.max(wide, own ? box.right - box.left : 0) / 2;
      const rise = Math.max(tall, own ? box.bottom - box.top : 0) / 2;
      const cx = Math.min(Math.max(mx, half + 2), clientWidth - half - 2);
      const cy = Math.min(Math.max(my, rise + 2), clientHeight - rise - 2);
      const frame = { left: cx - half, right: cx + half, top: cy - rise, bottom: cy + rise };
      if (found.some((other) => cross(frame, other.frame))) continue;
      found.push({ id: node.id, text, size: high, full, weight: node.weight ?? 0, x, y, cx, cy, frame });
      break;
    }
  }
  return found;
}

/** Writes the names, each on a ground of its own, so that no line runs through it. */
export function write(context, names, { mode, face, lit }, network) {
  const tone = tones(mode);
  const scale = network.getScale();
  const origin = network.DOMtoCanvas({ x: 0, y: 0 });
  context.save();
  context.translate(origin.x, origin.y);
  context.scale(1 / scale, 1 / scale);
  context.textAlign = "center";
  context.textBaseline = "middle";
  // The first ones last, so that they lie on top.
  for (const { id, text, size, full, weight, x, y, cx, cy, frame } of [...names].reverse()) {
    const chosen = lit.has(id);
    context.strokeStyle = full ? tone.border : tone.softBorder;
    context.lineWidth = full ? 1 : 0.5;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(cx, cy);
    context.stroke();
    context.beginPath();
    context.roundRect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, 5);
    context.fillStyle = tone.paper;
    context.globalAlpha = full ? 1 : 0.85;
    context.fill();
    if (full) {
      context.fillStyle = tone.mark;
      context.globalAlpha = chosen ? 1 : 0.15 + 0.55 * weight;
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    }
    context.globalAlpha = 1;
    context.font = `${full ? 600 : 400} ${size}px ${face}`;
    context.fillStyle = full ? (chosen ? tone.markInk : tone.ink) : tone.quiet;
    context.fillText(text, cx, cy);
  }
  context.restore();
}

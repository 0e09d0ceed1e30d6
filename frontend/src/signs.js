// Words and small signs on lines: none lies on another, on a name, or under a badge.
import { along, bend, beside, landing, leaving } from "./curve.js";
import { familyColor, tones } from "./look.js";

const HIGH = 14;
const SIZE = 12;
const NEXT_TO = 9;
// With more lines than this, none carries its name unless it is lit.
const LABELLED = 120;
// Along a line, from the middle outwards; first on the line, then beside it.
const STEPS = [...Array(19).keys()].map((step) => (step + 1) / 20);
const SPOTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

const box = (x, y, wide, high, angle = 0) =>
  ({ x, y, wide, high, cos: Math.cos(angle), sin: Math.sin(angle), far: Math.hypot(wide, high) / 2 });

/** Checks if two turned boxes share any ground: they do unless some axis keeps them apart. */
export function meet(a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (Math.hypot(dx, dy) > a.far + b.far) return false;
  for (const { cos, sin } of [a, b]) {
    for (const [ux, uy] of [[cos, sin], [-sin, cos]]) {
      const reach = [a, b].reduce((sum, one) => sum
        + (one.wide / 2) * Math.abs(one.cos * ux + one.sin * uy)
        + (one.high / 2) * Math.abs(one.cos * uy - one.sin * ux), 0);
      if (Math.abs(dx * ux + dy * uy) >= reach) return false;
    }
  }
  return true;
}

/** Where a line runs: from, control point, to, and where it leaves and meets the boxes. */
export function course({ from, to, smooth }, places, boxes) {
  const [a, c] = [places[from], places[to]];
  const b = smooth ? bend(a, c, smooth) : { x: (a.x + c.x) / 2, y: (a.y + c.y) / 2 };
  return { a, b, c, start: leaving(a, b, c, boxes[from]), end: landing(a, b, c, boxes[to]),
    middle: along(a, b, c, 0.5) };
}

/** How much larger signs are drawn, so that they can be read in a small picture. */
export const larger = (scale) => Math.max(1, Math.min(1.8, 0.85 / scale));

/** A place for a round sign: the first along the line that is free. */
function round(text, { a, b, c, start, end }, share, taken, grow) {
  if (!text) return undefined;
  const wide = (12 + 6 * text.length) * grow;
  const near = [...STEPS].sort((one, other) => Math.abs(one - share) - Math.abs(other - share));
  const spots = [share, ...near].map((t) => {
    const { x, y } = along(a, b, c, start.t + (end.t - start.t) * t);
    return box(x, y, wide, 16 * grow);
  });
  const spot = spots.find((one) => !taken.some((other) => meet(one, other)));
  if (!spot) return undefined;
  taken.push(spot);
  return { text, grow, ...spot };
}

/** A place for a line's words, along its course; none where there is no room. */
function words(text, wide, { a, b, c, start, end }, taken, grow) {
  if (!text || Math.hypot(end.x - start.x, end.y - start.y) < wide * 0.7) return undefined;
  for (const aside of [0, -NEXT_TO, NEXT_TO]) {
    for (const share of SPOTS) {
      const t = start.t + (end.t - start.t) * share;
      const [here, next] = [along(a, b, c, t), along(a, b, c, t + 0.01)];
      let angle = Math.atan2(next.y - here.y, next.x - here.x);
      if (Math.abs(angle) > Math.PI / 2 + 0.01) angle -= Math.PI * Math.sign(angle);
      const spot = box(here.x - Math.sin(angle) * aside, here.y + Math.cos(angle) * aside, wide + 6, HIGH * grow, angle);
      if (taken.some((other) => meet(spot, other))) continue;
      taken.push(spot);
      return { text, grow, angle, ...spot };
    }
  }
  return undefined;
}

/** The lines that carry their name: of several that say the same of a pair, one; and those lit, if few. */
export function labelled(edges, lit, few, crowd) {
  const chosen = few ? [...lit] : [];
  if (edges.length > LABELLED || crowd) return new Set(chosen);
  const first = new Map();
  for (const { id, from, to, label, smooth } of edges) {
    const same = `${from < to ? [from, to] : [to, from]} ${label}`;
    const known = first.get(same);
    if (!known || smooth?.roundness < known.out) first.set(same, { id, out: smooth?.roundness });
  }
  return new Set([...first.values()].map(({ id }) => id).concat(chosen));
}

/** The signs and words of all lines, each in its place. */
export function placed(context, { grow, edges, marks, face, labelled, lit }, places, boxes) {
  const taken = Object.values(boxes).map(({ left, top, right, bottom }) =>
    box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top));
  const order = [...edges].sort((a, b) => lit.has(b.id) - lit.has(a.id));
  const found = order.filter(({ from, to }) => from !== to && boxes[from] && boxes[to])
    .map((edge) => ({ edge, way: course(edge, places, boxes) }));
  for (const { edge, way } of found) {
    // The heads of arrows stay in sight.
    if (!edge.mutual && !edge.plain) taken.push(box(way.end.x, way.end.y, 18, 18));
    if (edge.both) taken.push(box(way.start.x, way.start.y, 18, 18));
    if (edge.mark) taken.push(box(way.middle.x, way.middle.y, 16, 16));
  }
  for (const one of found) {
    const { edge, way } = one;
    const near = (beside(way.start, way.end) - way.start.t) / (way.end.t - way.start.t || 1);
    // Without a legend that explains them, signs say nothing.
    one.badge = round(marks?.length ? edge.badge : "", way, near, taken, grow);
    one.count = round(edge.count ? `×${edge.count}` : "", way, Math.max(0.5, 1 - near), taken, grow);
  }
  context.font = `${SIZE * grow}px ${face}`;
  for (const one of found) {
    if (!labelled.has(one.edge.id)) continue;
    one.words = words(one.edge.label, context.measureText(one.edge.label).width, one.way, taken, grow);
  }
  return found;
}

/** Draws them on the canvas. */
export function drawSigns(context, signs, { mode, face, families = [], lit }) {
  const tone = tones(mode);
  const order = families.map(({ id }) => id);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { edge, badge, count, words: said } of signs) {
    context.globalAlpha = lit.size && !lit.has(edge.id) ? 0.3 : 1;
    if (said) {
      context.save();
      context.translate(said.x, said.y);
      context.rotate(said.angle);
      context.font = `${SIZE * said.grow}px ${face}`;
      context.lineJoin = "round";
      [context.lineWidth, context.strokeStyle, context.fillStyle] = [5, tone.paper, tone.quiet];
      context.strokeText(said.text, 0, 0);
      context.fillText(said.text, 0, 0);
      context.restore();
    }
    for (const [sign, filled] of [[badge, false], [count, true]]) {
      if (!sign) continue;
      const ink = filled ? familyColor(edge.family, order, mode) : tone.border;
      context.beginPath();
      context.roundRect(sign.x - sign.wide / 2, sign.y - sign.high / 2, sign.wide, sign.high, sign.high / 2);
      [context.fillStyle, context.strokeStyle, context.lineWidth] = [filled ? ink : tone.paper, ink, 1.2];
      context.fill();
      context.stroke();
      context.fillStyle = filled ? tone.paper : tone.ink;
      context.font = `600 ${11 * sign.grow}px ${face}`;
      context.fillText(sign.text, sign.x, sign.y + 0.5);
    }
  }
  context.globalAlpha = 1;
}

/** Signs on names with how many of their neighbours are hidden; where each stands. */
export function drawHidden(context, { nodes, face, mode, asked }, network) {
  const spots = new Map();
  const tone = tones(mode);
  for (const { id, more } of nodes) {
    if (!more || !asked.has(id)) continue;
    const box = network.getBoundingBox(id);
    const spot = { x: box.right - 2, y: box.top + 2, r: 9 + 3 * String(more).length };
    spots.set(id, spot);
    context.beginPath();
    context.arc(spot.x, spot.y, spot.r, 0, 2 * Math.PI);
    context.fillStyle = tone.border;
    context.fill();
    context.fillStyle = tone.paper;
    context.font = `600 11px ${face}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(`+${more}`, spot.x, spot.y + 0.5);
  }
  return spots;
}

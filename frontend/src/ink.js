// What is drawn over a map: lines with their firmness, discs, and names that never overlap.
import palette from "./palette.json" with { type: "json" };
import { stroke, tones } from "./look.js";

const { groups } = palette;

/** The colour of a group of the map, by its number, in turn; what has none is grey. */
export function groupColor(number, mode) {
  return groups[number >= 1 ? (number - 1) % (groups.length - 1) : groups.length - 1][mode];
}

/** So much of one colour in another, both as #rrggbb. */
export function mixed(color, paper, share) {
  const [a, b] = [color, paper].map((one) => [1, 3, 5].map((at) => parseInt(one.slice(at, at + 2), 16)));
  const hex = a.map((value, at) => Math.round(value * share + b[at] * (1 - share)).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

const APART = 150;
const cross = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Lines in their family's colour and the style of their firmness; their words where there is room. */
export function lines(context, { graph, spot }, edges, { mode, face }, taken) {
  const tone = tones(mode);
  const place = new Map();
  const at = (id) => place.get(id) ?? place.set(id, spot(id)).get(id);
  const drawn = edges.map((edge) => {
    const about = graph.getEdgeAttributes(edge);
    return { ...about, from: at(about.a), to: at(about.b) };
  });
  for (const { from, to, firmness, count, ink } of drawn) {
    const { dashes, width } = stroke(firmness);
    context.strokeStyle = ink;
    context.lineWidth = Math.min(7, (width / 2) * (1 + Math.log2(count) / 2));
    context.setLineDash(dashes ? dashes.map((one) => one * 0.7) : []);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.setLineDash([]);
  if (!taken) return;
  context.font = `11px ${face}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { from, to, label } of drawn) {
    const wide = context.measureText(label).width;
    if (Math.hypot(to.x - from.x, to.y - from.y) < wide + 50) continue;
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
    const frame = { left: x - wide / 2 - 3, right: x + wide / 2 + 3, top: y - 8, bottom: y + 8 };
    if (taken.some((other) => cross(frame, other))) continue;
    taken.push(frame);
    context.fillStyle = tone.paper;
    context.fillRect(frame.left, frame.top, frame.right - frame.left, 16);
    context.fillStyle = tone.quiet;
    context.fillText(label, x, y);
  }
}

/** Nodes as discs, over whatever lies there. */
export function spots(context, { graph, spot }, nodes, { mode, scale }, asked) {
  const tone = tones(mode);
  for (const id of [...nodes].sort((a, b) => asked.has(a) - asked.has(b))) {
    const { x, y } = spot(id);
    context.beginPath();
    context.arc(x, y, scale(id), 0, 2 * Math.PI);
    context.fillStyle = graph.getNodeAttribute(id, "color");
    context.fill();
    context.lineWidth = asked.has(id) ? 3 : 1;
    context.strokeStyle = asked.has(id) ? tone.ink : tone.paper;
    context.stroke();
  }
}

/** Writes names in order, beside their discs, and leaves out whichever has no room. */
export function names(context, { graph, spot }, order, { width, height, mode, face, scale }, taken, asked) {
  const tone = tones(mode);
  const found = [];
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  // Where they can be told apart, no name covers a disc.
  if (order.length <= APART) {
    for (const id of order) {
      const [{ x, y }, far] = [spot(id), scale(id)];
      taken.push({ left: x - far, right: x + far, top: y - far, bottom: y + far });
    }
  }
  for (const id of order) {
    const { x, y } = spot(id);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const far = scale(id);
    const size = Math.min(17, Math.max(11, 9 + far / 2));
    const { label } = graph.getNodeAttributes(id);
    context.font = `${asked.has(id) || far > 9 ? 600 : 400} ${size}px ${face}`;
    const wide = context.measureText(label).width;
    const places = [[x + far + 3, y], [x - far - 3 - wide, y], [x - wide / 2, y - far - size * 0.7],
      [x - wide / 2, y + far + size * 0.7]];
    for (const [left, middle] of places) {
      const frame = { left: left - 2, right: left + wide + 2, top: middle - size * 0.6, bottom: middle + size * 0.6 };
      const inside = frame.left >= 0 && frame.right <= width && frame.top >= 0 && frame.bottom <= height;
      if (!inside || taken.some((other) => cross(frame, other))) continue;
      taken.push(frame);
      context.strokeStyle = tone.paper;
      context.lineWidth = 3.5;
      context.strokeText(label, left, middle);
      context.fillStyle = tone.ink;
      context.fillText(label, left, middle);
      found.push({ id, text: label, size, x: left, y: middle, frame });
      break;
    }
  }
  return found;
}

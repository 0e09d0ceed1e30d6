// A plain static drawing of the picture, with all it needs to stand alone on a slide.
import { along } from "./curve.js";
import { drawn } from "./dom.js";
import { familyColor, stroke, tones } from "./look.js";

const GAP = 40;
const HEAD = 60;
const ROW = 18;

// What stands in the middle of a line that only a headline says, that is cited, or denied.
const MARKS = {
  headline: "M0,-7 L0,7",
  cited: "M-4,0 a4,4 0 1 0 8,0 a4,4 0 1 0 -8,0 z",
  denied: "M-4,-4 L4,4 M-4,4 L4,-4",
};

function line(edge, { way, badge: round, count, words: named }, picture, mode, order) {
  const tone = tones(mode);
  const color = edge.plain ? tone.line : familyColor(edge.family, order, mode);
  const { dashes, width } = stroke(edge.firmness);
  const pen = {
    fill: "none", stroke: color, "stroke-width": edge.plain ? 2 : width,
    "stroke-dasharray": dashes && !edge.plain ? dashes.join(" ") : null,
  };
  const said = drawn("title", {}, edge.title ?? edge.label ?? "");
  if (!way) {
    const at = picture.network.getPosition(edge.from);
    return drawn("g", {}, said, drawn("path", { ...pen, d: `M${at.x},${at.y - 14} c-40,-60 40,-60 6,0` }));
  }
  const { a, b, c, start, end, middle } = way;
  const head = (tip, t) => {
    const before = along(a, b, c, t);
    const turn = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
    return drawn("path", { d: "M0,0 L-11,-4.5 L-11,4.5 z", fill: color,
      transform: `translate(${tip.x},${tip.y}) rotate(${turn})` });
  };
  const heads = edge.plain || edge.mutual ? [] : [head(end, end.t - 0.03)];
  if (edge.both) heads.push(head(start, start.t + 0.03));
  const slope = (Math.atan2(c.y - a.y, c.x - a.x) * 180) / Math.PI;
  const text = named ? [words(named.text, 0, 4, {
    size: 12 * named.grow, fill: tone.quiet, paper: tone.paper,
    transform: `translate(${named.x},${named.y}) rotate(${(named.angle * 180) / Math.PI})`,
  })] : [];
  const sign = MARKS[edge.mark] ? [drawn("path", {
    d: MARKS[edge.mark], fill: color, stroke: color, "stroke-width": 2,
    transform: `translate(${middle.x},${middle.y}) rotate(${slope})`,
  })] : [];
  return drawn("g", {}, said,
    drawn("path", { ...pen, d: `M${a.x},${a.y} Q${b.x},${b.y} ${c.x},${c.y}` }), ...heads, ...text, ...sign,
    ...(round ? badge(round.text, round, tone) : []), ...(count ? badge(count.text, count, tone, color) : []));
}

/** A small round sign: sources and disagreement on paper, a number of statements on the line's colour. */
function badge(text, { x, y, grow = 1 }, tone, color) {
  const [wide, high] = [(12 + 6 * text.length) * grow, 16 * grow];
  return [drawn("rect", { x: x - wide / 2, y: y - high / 2, width: wide, height: high, rx: high / 2, fill: color ?? tone.paper,
    stroke: color ?? tone.border, "stroke-width": 1.2 }),
  words(text, x, y + 4 * grow, { size: 11 * grow, weight: 600, fill: color ? tone.paper : tone.ink })];
}

export function words(text, x, y, {
  size = 13, fill, anchor = "middle", weight = 400, paper = null, transform = null,
}) {
  return drawn("text", {
    x, y, fill, transform, "font-size": size, "text-anchor": anchor, "font-weight": weight,
    ...(paper ? { stroke: paper, "stroke-width": 4, "paint-order": "stroke" } : {}),
  }, text);
}

/** A name in the lines that its box holds; what does not fit is cut, and says so. */
function wrapped(label, wide, high, size) {
  const room = Math.max(4, Math.floor((wide - 12) / (size * 0.55)));
  const lines = [];
  for (const row of label.split("\n")) {
    let line = "";
    for (const word of row.split(" ").flatMap((long) => long.match(new RegExp(`.{1,${room}}`, "gu")) ?? [])) {
      if (line && line.length + 1 + word.length > room) lines.push(line);
      line = line && line.length + 1 + word.length <= room ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  const most = Math.max(1, Math.floor(high / ROW));
  return lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -1)}…`] : lines;
}

function node(item, picture, mode) {
  const tone = tones(mode);
  const box = picture.network.getBoundingBox(item.id);
  const [wide, high] = [box.right - box.left, box.bottom - box.top];
  const shape = {
    fill: item.organization ? tone.node : tone.soft,
    stroke: item.organization ? tone.border : tone.softBorder,
    "stroke-width": item.organization ? 1.6 : 1,
  };
  const size = item.organization ? 16 : 13;
  const lines = wrapped(item.label, wide, high, size);
  const middle = (box.top + box.bottom) / 2;
  return drawn("g", {}, drawn("title", {}, item.title ?? item.label),
    item.organization || item.group
      ? drawn("rect", { ...shape, x: box.left, y: box.top, width: wide, height: high, rx: 8 })
      : drawn("ellipse", { ...shape, cx: (box.left + box.right) / 2, cy: middle, rx: wide / 2, ry: high / 2 }),
    ...lines.map((text, at) => words(text, (box.left + box.right) / 2,
      middle + 5 + (at - (lines.length - 1) / 2) * ROW, { size, fill: tone.ink })));
}

/** The legend in rows that fit a width, and how high they are together. */
function key(data, left, top, wide, mode, order) {
  const tone = tones(mode);
  const group = drawn("g", {});
  let [x, y] = [left, top];
  const put = (sign, room, label) => {
    const long = room + 14 + 7.4 * [...label].length;
    if (x > left && x + long > left + wide) [x, y] = [left, y + 24];
    group.append(sign(x, y), words(label, x + room, y + 4, { fill: tone.ink, anchor: "start" }));
    x += long + 14;
  };
  const next = () => {
    if (x > left) [x, y] = [left, y + 24];
  };
  const dot = (color) => (at, high) => drawn("rect", { x: at, y: high - 7, width: 14, height: 14, rx: 3, fill: color });
  for (const step of data.legend ?? []) {
    const { dashes, width } = stroke(step.id);
    put((at, high) => drawn("line", {
      x1: at, x2: at + 44, y1: high, y2: high, stroke: tone.ink, "stroke-width": width,
      "stroke-dasharray": dashes ? dashes.join(" ") : null,
    }), 52, `${step.label} (${step.count})`);
  }
  next();
  for (const family of (data.families ?? []).filter(({ count }) => count > 0)) {
    put(dot(familyColor(family.id, order, mode)), 20, family.label);
  }
  next();
  for (const { sign, label } of data.marks ?? []) put((at, high) => markSign(sign, at, high, tone), 26, label);
  return { group, high: y + 24 - top };
}

/** A mark as it stands on a line: across or in its middle, or in a badge. */
function markSign(sign, x, y, tone) {
  const shape = { "|": "headline", "○": "cited", "≻": "denied" }[sign];
  if (!shape) return drawn("g", {}, ...badge(sign, { x: x + 9, y }, tone, sign.startsWith("×") ? tone.ink : undefined));
  return drawn("g", { transform: `translate(${x + 10},${y})` },
    drawn("line", { x1: -10, x2: 10, y1: 0, y2: 0, stroke: tone.ink, "stroke-width": 2 }),
    drawn("path", { d: MARKS[shape], fill: tone.ink, stroke: tone.ink, "stroke-width": 2 }));
}

/** One SVG document round some content, as text: title above, legend and sources below. */
export function sheetOf(data, mode, { left, top, right, bottom }, ...content) {
  const tone = tones(mode);
  const order = (data.families ?? []).map(({ id }) => id);
  const notes = data.footer ?? [];
  const wide = right - left;
  const legend = key(data, left + GAP, bottom + 16, wide - 2 * GAP, mode, order);
  const high = bottom - top + HEAD + 24 + legend.high + notes.length * 18 + 10;
  const root = drawn("svg", {
    xmlns: "http://www.w3.org/2000/svg", viewBox: `${left} ${top - HEAD} ${wide} ${high}`,
    width: Math.round(wide), height: Math.round(high),
    "font-family": "system-ui, 'Helvetica Neue', Arial, sans-serif", role: "img",
  },
  drawn("title", {}, data.title ?? ""),
  drawn("rect", { x: left, y: top - HEAD, width: wide, height: high, fill: tone.paper }),
  ...content.map((part) => drawn("g", {}, ...part)),
  words(data.title ?? "", left + GAP, top - HEAD + 42, { size: 22, weight: 600, fill: tone.ink, anchor: "start" }),
  legend.group,
  ...notes.map((note, at) => words(note, left + GAP, bottom + 24 + legend.high + at * 18 + 6,
    { size: 12, fill: tone.quiet, anchor: "start" })));
  return new XMLSerializer().serializeToString(root);
}

/** The picture as one SVG document, as text. */
export function svg(picture, data, mode) {
  const order = (data.families ?? []).map(({ id }) => id);
  const boxes = data.nodes.map(({ id }) => picture.network.getBoundingBox(id));
  const left = Math.min(0, ...boxes.map((box) => box.left)) - GAP;
  const frame = {
    left, top: Math.min(0, ...boxes.map((box) => box.top)) - GAP,
    right: Math.max(left + 820, ...boxes.map((box) => box.right + GAP)),
    bottom: Math.max(0, ...boxes.map((box) => box.bottom)) + GAP,
  };
  const signs = new Map((picture.signs ?? []).map((one) => [one.edge.id, one]));
  return sheetOf(data, mode, frame, data.edges.map((edge) => line(edge, signs.get(edge.id) ?? {}, picture, mode, order)),
    data.nodes.map((item) => node(item, picture, mode)));
}

/** The same drawing as a PNG of twice the size. */
export async function png(text) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// How nodes and edges look: the only place that turns meaning into vis-network's options.
import palette from "./palette.json" with { type: "json" };

// The room of the tools in the corner.
export const TOOLS = { wide: 165, high: 50 };

/** The colour of a family; families the palette has never heard of get the spare ones in turn. */
export function familyColor(name, order, mode) {
  const own = name === "unreviewed" ? palette.unreviewed : palette.families[name];
  if (own) return own[mode];
  const strangers = order.filter((family) => !(family in palette.families));
  return palette.others[Math.max(0, strangers.indexOf(name)) % palette.others.length][mode];
}

/** The colours of a theme that are not a family's. */
export function tones(mode) {
  return palette[mode];
}

/** The line style of a firmness step. */
export function stroke(firmness) {
  return palette.firmness[firmness] ?? palette.firmness.suggested;
}

/** The shape that tells kinds apart without colour: organizations are boxes, the rest ovals. */
export function nodeLook(node, { mode, face, lit, dim }) {
  const tone = tones(mode);
  const chosen = lit.nodes.has(node.id);
  const tints = palette.communities;
  const tint = node.community ? tints[(node.community - 1) % tints.length][mode] : null;
  const faded = dim && !chosen && !lit.near.has(node.id);
  return {
    id: node.id,
    label: node.label,
    shape: node.organization || node.group ? "box" : "ellipse",
    margin: node.group ? 14 : 10,
    borderWidth: chosen ? 3 : node.organization ? 1.6 : 1,
    shapeProperties: { borderRadius: node.group ? 22 : 8, borderDashes: node.group ? [3, 3] : false },
    color: {
      background: chosen ? tone.mark : tint ?? (node.organization ? tone.node : tone.soft),
      border: chosen || node.organization ? tone.border : tone.softBorder,
    },
    opacity: faded ? 0.4 : 1,
    font: {
      face,
      size: (node.organization || node.group ? 17 : 14) * (1 + (node.weight ?? 0)),
      color: chosen ? tone.markInk : node.organization ? tone.ink : tone.quiet,
    },
    widthConstraint: { maximum: 190 },
    chosen: false,
  };
}

const MIDDLE = {
  headline: { enabled: true, type: "bar", scaleFactor: 0.7 },
  cited: { enabled: true, type: "circle", scaleFactor: 0.5 },
  denied: { enabled: true, type: "crow", scaleFactor: 0.9 },
};

/** A claim as a line: colour is the family, style the firmness, the middle a special case. */
export function edgeLook(edge, { mode, face, lit, dim, order, marked, crowd }) {
  const tone = tones(mode);
  const chosen = lit.edges.has(edge.id);
  const faded = dim && !chosen;
  const { dashes, width } = stroke(edge.firmness);
  const color = edge.plain ? tone.line : familyColor(edge.family, order, mode);
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    // Words on other lines are placed by `signs.js`.
    label: edge.from === edge.to ? edge.label : undefined,
    dashes: edge.plain ? false : dashes,
    width: edge.plain ? Math.min(8, edge.width ?? 1) : chosen ? width + 1 : crowd ? width * 0.6 : width,
    color: { color, hover: color, highlight: color, opacity: faded ? 0.22 : crowd && !chosen ? 0.7 : 1 },
    background: { enabled: chosen && marked, color: tone.mark, size: width + 13 },
    arrows: {
      to: { enabled: !edge.plain && !edge.mutual, type: "arrow", scaleFactor: 0.65 },
      from: { enabled: Boolean(edge.both), type: "arrow", scaleFactor: 0.65 },
      middle: MIDDLE[edge.mark] ?? { enabled: false },
    },
    smooth: edge.smooth ?? { enabled: true, type: "curvedCW", roundness: 0 },
    selfReference: { size: 24, angle: (edge.turn ?? 0.6) },
    font: {
      face, size: 12, color: faded ? tone.line : tone.quiet, align: "middle",
      strokeWidth: 5, strokeColor: tone.paper, vadjust: 0,
    },
    hoverWidth: 1,
    chosen: false,
    physics: false,
  };
}

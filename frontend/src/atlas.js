// sigma behind the same face as the picture: shows a map, lights up a neighbourhood, tells clicks.
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram } from "sigma/rendering";
import { element } from "./dom.js";
import { familyColor, TOOLS, tones } from "./look.js";
import { atlasSvg } from "./atlas_svg.js";
import { groupColor, lines, mixed, names, spots } from "./ink.js";

const SETTINGS = {
  allowInvalidContainer: true, labelRenderedSizeThreshold: 3, labelDensity: 3, labelGridCellSize: 90,
  defaultDrawNodeLabel: () => {}, defaultDrawNodeHover: () => {}, stagePadding: 36, minCameraRatio: 0.01,
  maxCameraRatio: 2, zIndex: true, defaultEdgeType: "line", edgeProgramClasses: { line: EdgeLineProgram },
  enableCameraZooming: false, doubleClickZoomingRatio: 1,
};
// With more lines than this in sight, only their colour is drawn.
const CLOSE = 220;
// More than this are hidden while the map moves.
const HEAVY = 4000;
// The keyboard's list holds so many names; the search and the table hold all.
const LISTED = 200;
const NEAR = 7;

// What the reader looked at, for as long as the tab is open.
const kept = new Map();

export class Atlas {
  constructor(container, name, heard) {
    Object.assign(this, { container, heard, name, state: { focus: {} }, names: [], renders: 0 });
    this.graph = new Graph({ type: "undirected" });
    this.pen = { graph: this.graph, spot: (id) => this.spot(id) };
    this.order = [];
    try {
      this.sigma = new Sigma(this.graph, container, SETTINGS);
    } catch {
      container.replaceChildren(element("p", { class: "sorry" },
        "This browser cannot draw the map, because WebGL is switched off. The table holds the same."));
      return;
    }
    this.sigma.createCanvasContext("close", { beforeLayer: "nodes" });
    this.sigma.createCanvasContext("over", { beforeLayer: "mouse" });
    this.wire();
  }

  wire() {
    const { sigma, container } = this;
    sigma.on("afterRender", () => this.ink());
    sigma.on("resize", () => this.ink());
    sigma.on("clickNode", ({ node }) => this.heard({ type: "node", id: node }));
    sigma.on("clickStage", ({ event }) => this.clicked(event));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      this.heard({ type: "expand", id: node });
    });
    sigma.on("enterNode", ({ node }) => this.hover(node));
    sigma.on("leaveNode", () => this.hover(undefined));
    sigma.getCamera().on("updated", (view) => kept.set(this.name, view));
    // The wheel scrolls the page until the reader has taken hold of the map.
    const zoom = (on) => sigma.setSetting("enableCameraZooming", on);
    container.addEventListener("pointerdown", () => zoom(true));
    container.addEventListener("pointerleave", () => zoom(false));
    new ResizeObserver(() => sigma.resize() && sigma.scheduleRender()).observe(container);
  }

  hover(node) {
    this.hovered = node;
    this.container.style.cursor = node ? "pointer" : "";
    this.ink();
  }

  clicked({ x, y }) {
    const edge = this.edgeAt(x, y);
    if (edge) {
      const { a, b } = this.graph.getEdgeAttributes(edge);
      this.heard({ type: "pair", id: a, other: b });
    } else if (this.state.focus.nodes?.length || this.state.focus.pairs?.length) this.heard({ type: "clear", id: "" });
  }

  /** The line that is nearest to a point, if one is near; of those lit, where some are. */
  edgeAt(x, y) {
    const lit = this.lit();
    let best, least = NEAR;
    for (const edge of lit ? lit.edges : this.graph.edges()) {
      const [a, b] = this.graph.extremities(edge).map((end) => this.spot(end));
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(a.x + t * dx - x, a.y + t * dy - y);
      if (far < least) [best, least] = [edge, far];
    }
    return best;
  }

  spot(node) {
    return this.sigma.graphToViewport(this.graph.getNodeAttributes(node));
  }

  show(data, mode, face) {
    Object.assign(this.state, data, { mode, face });
    if (!this.sigma) return;
    const print = `${data.address} ${mode}`;
    if (print === this.print) return;
    this.print = print;
    this.load(data.address).then((map) => {
      if (this.print === print && map) this.fill(map);
    });
  }

  async load(address) {
    if (this.loadedFrom !== address) {
      const answer = await fetch(address);
      if (!answer.ok) return undefined;
      [this.loadedFrom, this.map] = [address, await answer.json()];
    }
    return this.map;
  }

  /** Makes the graph of a map: nodes at their places, one line between two. */
  fill({ nodes, edges, frame }) {
    const { mode, families = [] } = this.state;
    const names = families.map(({ id }) => id);
    const count = nodes.id.length;
    const most = nodes.weight.reduce((a, b) => Math.max(a, b), 1);
    const [small, more] = count > 5000 ? [0.9, 8] : count > 400 ? [1.6, 9] : [4, 11];
    const graph = new Graph({ type: "undirected" });
    nodes.id.forEach((id, at) => graph.addNode(id, {
      label: nodes.label[at], x: nodes.x[at], y: nodes.y[at], weight: nodes.weight[at],
      color: groupColor(nodes.group[at], mode), size: small + more * (nodes.weight[at] / most) ** 0.8,
    }));
    const lines = edges.a.length;
    const faint = lines > 20_000 ? 0.1 : lines > 3000 ? 0.2 : lines > 500 ? 0.4 : 0.6;
    const inks = edges.family.values.map((family) => familyColor(family, names, mode));
    const paled = inks.map((ink) => mixed(ink, tones(mode).paper, faint));
    for (let at = 0; at < lines; at++) {
      const [a, b] = [nodes.id[edges.a[at]], nodes.id[edges.b[at]]];
      const family = edges.family.at[at];
      graph.addEdgeWithKey(String(at), a, b, {
        a, b, color: paled[family], ink: inks[family], count: edges.count[at],
        firmness: edges.firmness.values[edges.firmness.at[at]], label: edges.label.values[edges.label.at[at]],
      });
    }
    const { id, weight } = nodes;
    this.order = [...id.keys()].sort((a, b) => weight[b] - weight[a] || a - b).map((at) => id[at]);
    this.rank = new Map(this.order.map((id, at) => [id, at]));
    this.graph = this.pen.graph = graph;
    this.sigma.setCustomBBox(frame);
    this.sigma.setSetting("hideEdgesOnMove", lines > HEAVY);
    if (kept.has(this.name) && !this.filled) this.sigma.getCamera().setState(kept.get(this.name));
    this.filled = true;
    // Put in as a whole: told of each node and line, sigma would look at each by itself.
    this.sigma.setGraph(graph);
    this.loaded?.();
    this.arrive();
  }

  focus(focus) {
    this.state.focus = focus;
    if (!this.sigma) return;
    this.ink();
    this.arrive();
    this.loaded?.();
  }

  /** Moves to what is selected, where it is out of sight. */
  arrive() {
    const { center } = this.state.focus;
    if (!this.filled || center === this.centered) return;
    this.centered = center;
    if (!center || !this.graph.hasNode(center) || !this.unseen(center)) return;
    const { x, y } = this.sigma.getNodeDisplayData(center);
    this.sigma.getCamera().setState({ x, y });
  }

  /** What is lit: a node's neighbourhood, or the lines of pairs; nothing where nothing is. */
  lit() {
    const { nodes = [], pairs = [] } = this.state.focus;
    const asked = this.hovered ? [this.hovered] : nodes.filter((id) => this.graph.hasNode(id));
    const found = { asked: new Set(asked), nodes: new Set(asked), edges: [] };
    const ends = this.hovered ? [] : pairs.filter(([a, b]) => this.graph.hasNode(a) && this.graph.hasNode(b));
    for (const [a, b] of ends) {
      found.nodes.add(a).add(b);
      if (this.graph.hasEdge(a, b)) found.edges.push(this.graph.edge(a, b));
    }
    if (!ends.length) {
      for (const id of asked) {
        found.edges.push(...this.graph.edges(id));
        for (const other of this.graph.neighbors(id)) found.nodes.add(other);
      }
    }
    return found.nodes.size ? found : undefined;
  }

  /** Draws what sigma does not: lines with their firmness close by, names, what is lit. */
  ink() {
    if (!this.sigma || !this.filled) return;
    this.renders += 1;
    const { mode, face, width = this.container.clientWidth, height = this.container.clientHeight } = this.state;
    const { close, over } = this.sigma.canvasContexts;
    for (const context of [close, over]) context.clearRect(0, 0, width, height);
    const moving = this.sigma.getCamera().isAnimated() || this.sigma.mouseCaptor?.isMoving;
    const frame = { width, height, mode, face, scale: (id) => this.sigma.scaleSize(this.graph.getNodeAttribute(id, "size")) };
    const taken = [{ left: width - TOOLS.wide, right: width, top: height - TOOLS.high, bottom: height }];
    const lit = this.lit();
    if (lit) {
      over.fillStyle = tones(mode).paper;
      over.globalAlpha = 0.82;
      over.fillRect(0, 0, width, height);
      over.globalAlpha = 1;
      lines(over, this.pen, lit.edges, frame, lit.edges.length <= CLOSE ? taken : null);
      spots(over, this.pen, lit.nodes, frame, lit.asked);
      const order = [...lit.asked, ...this.ranked([...lit.nodes].filter((id) => !lit.asked.has(id)))];
      this.names = names(over, this.pen, order, frame, taken, lit.asked);
    } else {
      const near = moving && this.graph.size > HEAVY ? [] : this.inSight(width, height);
      if (near.length) lines(close, this.pen, near, frame, null);
      const shown = this.graph.order <= 150 ? this.order : this.ranked([...this.sigma.getNodeDisplayedLabels()]);
      this.names = names(over, this.pen, shown, frame, taken, new Set());
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.drawn?.(), 150);
  }

  /** Nodes in order, the best connected first. */
  ranked(ids) {
    return ids.sort((a, b) => this.rank.get(a) - this.rank.get(b));
  }

  /** The lines that can be seen, if they are few enough to be told apart. */
  inSight(width, height) {
    if (this.graph.size > 2000 && this.sigma.getCamera().ratio > 0.4) return [];
    const there = new Map();
    const inside = (id) => {
      if (!there.has(id)) {
        const { x, y } = this.spot(id);
        there.set(id, x > 0 && y > 0 && x < width && y < height);
      }
      return there.get(id);
    };
    const found = [];
    for (const edge of this.graph.edges()) {
      if (this.graph.extremities(edge).some(inside)) found.push(edge);
      if (found.length > CLOSE) return [];
    }
    return found;
  }

  fit() {
    this.sigma?.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1 });
  }

  zoom(factor) {
    const camera = this.sigma?.getCamera();
    camera?.setState({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  places() {
    return Object.fromEntries(this.graph.nodes().map((id) => {
      const { x, y } = this.spot(id);
      return [id, [Math.round(x), Math.round(y)]];
    }));
  }

  /** The written names, each with its box: left, top, right, bottom. */
  boxes() {
    return Object.fromEntries(this.names.map(({ id, frame: { left, top, right, bottom } }) =>
      [id, [left, top, right, bottom].map(Math.round)]));
  }

  unseen(id) {
    const { x, y } = this.spot(id);
    return x < 0 || y < 0 || x > this.container.clientWidth || y > this.container.clientHeight;
  }

  outside() {
    return this.filled ? this.graph.filterNodes((id) => this.unseen(id)).length : 0;
  }

  /** For the keyboard: the best connected names, and the lines of what is selected. */
  listed() {
    const lit = this.lit();
    const label = (id) => this.graph.getNodeAttribute(id, "label");
    const ties = (id) => `${label(id)}, ${this.graph.degree(id)} partner${this.graph.degree(id) === 1 ? "" : "s"}`;
    const first = this.order.slice(0, LISTED);
    const shown = new Set([...(lit?.asked ?? []), ...first]);
    return {
      nodes: [...shown].map((id) => ({ id, spoken: ties(id) })),
      edges: (lit?.edges ?? []).slice(0, LISTED).map((edge) => {
        const { a, b, label: words } = this.graph.getEdgeAttributes(edge);
        return { id: a, other: b, spoken: `${label(a)} and ${label(b)}: ${words}` };
      }),
    };
  }

  svg(data, mode) {
    return atlasSvg(this, data, mode);
  }

  destroy() {
    this.sigma?.kill();
  }
}

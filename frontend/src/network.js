// vis-network behind a small face: shows data, keeps positions, tells what was clicked.
import { Network } from "vis-network/esnext";
import { DataSet } from "vis-data/esnext";
import { drawHidden, drawSigns, labelled, larger, placed } from "./signs.js";
import { Tip } from "./tip.js";
import { edgeLook, nodeLook, TOOLS } from "./look.js";
import { overview, write } from "./overview.js";
import { svg } from "./svg.js";

const OPTIONS = {
  autoResize: true,
  physics: { enabled: false },
  layout: { improvedLayout: false, randomSeed: 1 },
  interaction: {
    hover: true, selectable: false, multiselect: false,
    keyboard: false, zoomView: false, hideEdgesOnDrag: false, navigationButtons: false,
  },
};

// Between so many nodes, so many lines carry no name unless they are lit.
const CROWD = { nodes: 12, lines: 36 };
const MARKED = 8;
// At a smaller scale names cannot be read.
const LEGIBLE = 0.55;

// Where the reader dragged things and what they looked at, for as long as the tab is open.
const kept = new Map();

export class Picture {
  constructor(container, name, heard) {
    this.container = container;
    this.heard = heard;
    this.memory = kept.get(name) ?? kept.set(name, { moved: new Map() }).get(name);
    this.nodes = new DataSet();
    this.edges = new DataSet();
    this.state = { nodes: [], edges: [], focus: {} };
    this.network = new Network(container, { nodes: this.nodes, edges: this.edges }, OPTIONS);
    container.querySelector(".vis-network").tabIndex = -1; // the keyboard uses the list
    this.first = true;
    this.looks = new Map(); // how each item looks now
    this.tip = new Tip(container, this.network);
    this.wire();
  }

  wire() {
    const { network } = this;
    network.on("click", ({ pointer }) => this.click(pointer));
    network.on("doubleClick", ({ pointer }) => {
      const node = network.getNodeAt(pointer.DOM);
      if (node !== undefined) this.heard({ type: "expand", id: node });
    });
    network.on("dragEnd", ({ nodes }) => this.remember(nodes));
    network.on("zoom", () => this.remember([]));
    network.on("resize", () => this.first || this.memory.view || this.fit());
    network.on("hoverNode", ({ node, pointer }) => this.hover(node, this.state.nodes, pointer));
    network.on("blurNode", () => this.hover(null));
    network.on("hoverEdge", ({ edge, pointer }) => this.hover(null, this.state.edges, pointer, edge));
    network.on("blurEdge", () => this.hover(null));
    network.on("dragging", () => (this.signs = undefined));
    network.on("afterDrawing", (context) => {
      this.overlay(context);
      this.drawn?.();
    });
    // The wheel scrolls the page until the reader has taken hold of the picture.
    const zoom = (on) => network.setOptions({ interaction: { zoomView: on } });
    this.container.addEventListener("pointerdown", () => zoom(true));
    this.container.addEventListener("pointerleave", () => zoom(false));
    network.on("dragStart", ({ pointer }) => {
      this.dragged = network.getNodeAt(pointer.DOM);
    });
  }

  click({ DOM, canvas }) {
    this.tip.hide();
    for (const [id, spot] of this.spots ?? []) {
      if (Math.hypot(canvas.x - spot.x, canvas.y - spot.y) <= spot.r + 2) {
        this.heard({ type: "expand", id });
        return;
      }
    }
    const node = this.network.getNodeAt(DOM);
    const edge = node === undefined ? this.network.getEdgeAt(DOM) : undefined;
    if (node !== undefined) this.heard({ type: "node", id: node });
    else if (edge !== undefined) this.heard({ type: "edge", id: edge });
    else if (this.state.focus.nodes?.length || this.state.focus.edges?.length)
      this.heard({ type: "clear", id: "" });
  }

  /** Says what is pointed at, beside it, after a moment. */
  hover(node, items = [], pointer, id = node) {
    this.container.style.cursor = pointer ? "pointer" : "";
    this.tip.later(items.find((item) => item.id === id)?.title, node, pointer);
    if (this.hovered === node) return;
    this.hovered = node;
    if (this.crowded()) this.relight();
    else this.network.redraw();
  }

  remember(nodes) {
    this.signs = undefined;
    const ids = nodes.length ? nodes : this.dragged === undefined ? [] : [this.dragged];
    const places = this.network.getPositions(ids.filter((id) => this.nodes.get(id)));
    for (const [id, place] of Object.entries(places)) this.memory.moved.set(id, place);
    this.memory.view = {
      position: this.network.getViewPosition(), scale: this.network.getScale(),
    };
  }

  /** Draws what changed and leaves everything else where it is. */
  show(data, mode, face) {
    Object.assign(this.state, data, { mode, face });
    this.signs = undefined;
    const look = this.look();
    this.replace(this.nodes, data.nodes, (node) => nodeLook(node, look), (node) => {
      const { x, y } = this.memory.moved.get(node.id) ?? node;
      return { x, y };
    });
    this.replace(this.edges, data.edges, (edge) => edgeLook(edge, look));
    if (this.first && data.nodes.length) {
      this.first = false;
      if (this.memory.view) this.network.moveTo(this.memory.view);
      else this.fit();
      this.arrive();
    }
  }

  /** Makes a set hold just these items; what looks as before is left alone, and fast. */
  replace(set, items, make, place = () => ({})) {
    const wanted = new Set(items.map(({ id }) => id));
    const gone = set.getIds().filter((id) => !wanted.has(id));
    if (gone.length) set.remove(gone);
    gone.forEach((id) => this.looks.delete(id));
    const changed = [];
    for (const item of items) {
      const look = make(item);
      const print = JSON.stringify(look);
      const known = this.looks.get(item.id);
      if (known === print) continue;
      this.looks.set(item.id, print);
      // Only what is new is given a place: nothing that stands is moved.
      changed.push(known === undefined ? { ...look, ...place(item) } : look);
    }
    if (changed.length) set.update(changed);
  }

  /** Checks if so much is drawn that a node pointed at lights up its lines. */
  crowded() {
    return this.state.nodes.length > CROWD.nodes && this.state.edges.length > CROWD.lines;
  }

  /** The lines of what is pointed at in a crowd, else those that hold something selected. */
  litLines() {
    const { focus, edges } = this.state;
    if (this.hovered && this.crowded()) {
      return new Set(edges.filter(({ from, to }) => from === this.hovered || to === this.hovered).map(({ id }) => id));
    }
    const claims = new Set(focus.edges);
    return new Set(edges.filter(({ id }) => id.split(" ").some((one) => claims.has(one))).map(({ id }) => id));
  }

  look() {
    const { focus, edges, mode, face, families = [] } = this.state;
    const lit = { nodes: new Set(focus.nodes), edges: this.litLines(), near: new Set() };
    for (const edge of edges) {
      if (lit.edges.has(edge.id)) lit.near.add(edge.from).add(edge.to);
    }
    const dim = lit.edges.size > 0 || lit.nodes.size > 0;
    const order = families.map(({ id }) => id);
    const crowd = this.crowded();
    return { mode, face, lit, dim, order, crowd, marked: lit.edges.size <= MARKED && !(this.hovered && crowd) };
  }

  /** The words and signs on the lines, placed anew when something has moved. */
  marksOn(context) {
    const { edges, marks, mode = "light", face, families } = this.state;
    const lit = this.litLines();
    this.signs ??= placed(context, { grow: larger(this.network.getScale()), edges, marks, face, lit, labelled: labelled(edges, lit, lit.size <= MARKED || this.hovered, this.crowded()) },
      this.network.getPositions(), this.frames());
    drawSigns(context, this.drawnSigns = this.signs, { mode, face, families, lit });
  }

  frames = () => Object.fromEntries(this.nodes.getIds().map((id) => [id, this.network.getBoundingBox(id)]));

  relight() {
    this.signs = undefined;
    const look = this.look();
    this.replace(this.nodes, this.state.nodes, (node) => nodeLook(node, look));
    this.replace(this.edges, this.state.edges, (edge) => edgeLook(edge, look));
  }

  /** Lights up a selection without touching positions. */
  focus(focus) {
    this.state.focus = focus;
    this.relight();
    this.arrive();
    const wanted = (focus.nodes ?? []).filter((id) => this.nodes.get(id));
    // What is already in sight stays where it is.
    if (focus.center && wanted.length && focus.center !== this.centered && this.unseen(wanted[0])) {
      this.network.focus(wanted[0], { scale: Math.max(this.network.getScale(), 0.6) });
      this.remember([]);
    }
    this.centered = focus.center;
  }

  /** An address that opens something shows that, where the whole would be too small to read. */
  arrive() {
    const { focus, edges, nodes } = this.state;
    if (this.first || this.arrived || focus.channel === undefined) return;
    this.arrived = true;
    // Where names are written over the picture, the whole of it can be read.
    if (this.memory.view || nodes.some(({ rank }) => rank) || this.network.getScale() > LEGIBLE) return;
    const meant = new Set([...(focus.nodes ?? []), ...(focus.opened ?? [])]);
    const lit = this.litLines();
    for (const { id, from, to } of edges) {
      if (lit.has(id) || focus.opened?.includes(from) || focus.opened?.includes(to)) meant.add(from).add(to);
    }
    const there = [...meant].filter((id) => this.nodes.get(id));
    if (!there.length) return;
    this.network.fit({ nodes: there, animation: false, maxZoomLevel: 1 });
    this.network.moveTo({ scale: 0.85 * this.network.getScale() });
  }

  /** What is drawn over nodes and lines. */
  overlay(context) {
    this.marksOn(context);
    const { nodes, face, mode = "light", focus } = this.state;
    const lit = new Set(focus.nodes);
    const asked = new Set([...lit, this.hovered]);
    this.spots = drawHidden(context, { nodes, face, mode, asked }, this.network);
    this.names = overview(context, { nodes, face, asked }, this.network, this.container);
    write(context, this.names, { mode, face, lit }, this.network);
  }

  fit() {
    this.network.fit({ animation: false, maxZoomLevel: 1.1 });
    // No name lies under the tools in the corner.
    for (let turn = 0; turn < 4 && this.covered(); turn++) {
      const { x, y } = this.network.getViewPosition();
      const scale = this.network.getScale() * 0.95;
      this.network.moveTo({ scale, position: { x, y: y + 12 / scale } });
    }
    this.memory.view = this.signs = undefined;
  }

  covered() {
    const { clientWidth, clientHeight } = this.container;
    return Object.values(this.frames()).some(({ right, bottom }) => {
      const { x, y } = this.network.canvasToDOM({ x: right, y: bottom });
      return x > clientWidth - TOOLS.wide && y > clientHeight - TOOLS.high;
    });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor });
    this.remember([]);
  }

  /** Where each node is on the canvas, in pixels from its upper left corner. */
  places() {
    return Object.fromEntries(Object.entries(this.network.getPositions()).map(([id, place]) => {
      const { x, y } = this.network.canvasToDOM(place);
      return [id, [Math.round(x), Math.round(y)]];
    }));
  }

  /** The box of each node: left, top, right, bottom. */
  boxes() {
    return Object.fromEntries(Object.entries(this.frames()).map(([id, { left, top, right, bottom }]) =>
      [id, [left, top, right, bottom].map(Math.round)]));
  }

  unseen(id) {
    return this.beyond(this.places()[id]);
  }

  /** Whether a point lies outside what can be seen. */
  beyond([x, y]) {
    return x < 0 || y < 0 || x > this.container.clientWidth || y > this.container.clientHeight;
  }

  /** What the list beside the picture holds. */
  listed({ nodes, edges }) {
    return { nodes, edges };
  }

  svg(data, mode) {
    return svg(this, data, mode);
  }

  /** How many nodes lie outside what can be seen. */
  outside() {
    return Object.values(this.places()).filter((place) => this.beyond(place)).length;
  }

  destroy() {
    this.network.destroy();
  }
}

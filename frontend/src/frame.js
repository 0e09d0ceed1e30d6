// The frame of a picture or map: legend, canvas, tools, and the same content as a list for the keyboard.
import { listen, onAsk, say } from "./channel.js";
import { download, drawn, element, keepKeys, sheet } from "./dom.js";
import { legend } from "./legend.js";
import { png } from "./svg.js";
import { font, scheme, watch } from "./theme.js";
import { CSS } from "./drawing.css.js";

function expand() {
  return drawn("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    drawn("path", { d: "M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9", fill: "none", stroke: "currentColor",
      "stroke-width": 1.6 }));
}

/** Whether an entry of the list is selected, or a line holds something that is. */
const pressed = (focus, { kind, id }) => id.split(" ").some((one) => (focus[kind] ?? []).includes(one));

/** What stands round a `Kind` of picture: one that shows data, lights things up and tells clicks. */
export class Frame {
  constructor(root, data, Kind) {
    this.root = root;
    this.put = new Map(); // the lines of the steps that were switched off here
    this.key = element("div", { class: "legend", role: "group", "aria-label": "How firmly it is said" });
    this.canvas = element("div", { class: "canvas", "aria-hidden": "true" });
    this.list = element("ul", { class: "list" });
    this.outside = element("button", { class: "outside", type: "button", hidden: true,
      onclick: () => this.act("fit") });
    this.said = element("p", { class: "said", "aria-live": "polite" });
    this.frame = element("div", { class: "frame", role: "group", "aria-label": data.name },
      this.canvas, this.tools(), this.outside, this.list);
    root.append(sheet(CSS), this.key, this.frame, this.said);
    keepKeys(root);
    this.picture = new Kind(this.canvas, data.channel, (event) => this.tell(event));
    this.stops = [
      watch(root, () => this.redraw()),
      listen(data.channel, (focus) => this.focus(focus)),
      onAsk(data.channel, (format) => this.save(format)),
      this.follow(),
    ];
    this.picture.drawn = () => this.hint();
    // For whoever needs to know where things stand: tests, and scripts of a reader's own.
    this.frame.places = () => this.picture.places();
    this.frame.boxes = () => this.picture.boxes();
    this.frame.renders = () => this.picture.renders;
    this.frame.names = () => this.picture.names ?? [];
    this.frame.signs = () => this.picture.drawnSigns ?? [];
  }

  /** Takes the window's size and what stands above into account as they change. */
  follow() {
    const size = () => this.size();
    window.addEventListener("resize", size);
    const observer = new ResizeObserver(size);
    const page = document.querySelector(".stMainBlockContainer");
    if (page) observer.observe(page);
    return () => {
      window.removeEventListener("resize", size);
      observer.disconnect();
    };
  }

  tools() {
    const button = (act, name, sign) => element("button", {
      type: "button", title: name, "aria-label": name, onclick: () => this.act(act) }, sign);
    this.bar = element("div", { class: "tools", role: "group", "aria-label": "Zoom" },
      button("in", "Zoom in", "+"), button("out", "Zoom out", "−"),
      button("fit", "Show all", "⤢"), button("full", "Full screen", expand()));
    return this.bar;
  }

  act(what) {
    if (what === "in") this.picture.zoom(1.25);
    if (what === "out") this.picture.zoom(0.8);
    if (what === "fit") this.picture.fit();
    if (what === "full") {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.frame.requestFullscreen();
    }
  }

  tell(event) {
    this.anticipate(event);
    this.send?.("event", { ...event, at: Date.now() });
  }

  /** Shows at once what Python is going to answer. */
  anticipate({ type, id }) {
    if (type === "firmness") this.toggle(id);
    const { channel, edges } = this.data;
    const mine = (edges ?? []).filter((edge) =>
      type === "edge" ? edge.id === id : type === "node" && (edge.from === id || edge.to === id));
    if (!mine.length) return;
    const parts = (what) => mine.flatMap((edge) => edge[what]?.split(" ") ?? []);
    say(channel, {
      channel, nodes: type === "node" ? [id] : [], edges: parts("id"), passages: parts("passage"),
    });
  }

  /** Takes the lines of a step of firmness out of the picture, or puts them back. */
  toggle(id) {
    const { legend: steps, nodes, edges } = this.data;
    if (!edges) return; // The server makes a map anew.
    const { on } = steps.find((step) => step.id === id);
    if (on) this.put.set(id, edges.filter(({ firmness }) => firmness === id));
    const there = new Set(nodes.map((node) => node.id));
    const back = (this.put.get(id) ?? []).filter(({ from, to }) => there.has(from) && there.has(to));
    this.last = undefined; // Whatever Python answers is shown.
    this.data = {
      ...this.data,
      legend: steps.map((step) => (step.id === id ? { ...step, on: !on } : step)),
      edges: on ? edges.filter(({ firmness }) => firmness !== id) : [...edges, ...back],
    };
    this.redraw();
  }

  update(data, send) {
    this.send = send;
    const now = JSON.stringify(data);
    if (now === this.last) return;
    this.last = now;
    this.data = data;
    this.redraw();
    this.fill();
    this.picture.loaded = () => this.fill();
  }

  redraw() {
    if (!this.data) return;
    const mode = scheme(this.root);
    this.frame.dataset.mode = mode;
    this.key.replaceChildren(...legend(this.data, mode, (event) => this.tell(event)));
    this.size();
    this.picture.show(this.data, mode, font(this.root));
  }

  /** Picture, legend and the panel beside them fit the window together. */
  size() {
    if (!this.data) return;
    const { height = 520, fill } = this.data;
    // On a narrow screen the picture is about as high as it is wide.
    let high = `min(${height}px, max(320px, 92vw), max(340px, 100vh - 300px))`;
    if (fill && innerWidth > 640) {
      const above = document.querySelector(".stMain")?.scrollTop ?? 0;
      const top = (one) => Math.round(one.getBoundingClientRect().top + above);
      document.documentElement.style.setProperty("--panel-top", `${top(this.key)}px`);
      // A legend that grows or shrinks by a click leaves the picture as large as it was.
      const place = [innerWidth, innerHeight, top(this.key)].join();
      if (place !== this.place) this.high = `${Math.max(320, innerHeight - top(this.frame) - 50)}px`;
      this.place = place;
      high = this.high;
    }
    if (this.frame.style.height !== high) this.frame.style.height = high;
  }

  focus(focus) {
    if (!this.data) {
      this.picture.state.focus = focus;
      return;
    }
    this.picture.focus(focus);
    for (const button of this.list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(pressed(focus, button.dataset)));
    }
  }

  /** Everything in the picture as buttons, shown when the keyboard gets there. */
  fill() {
    const focus = this.picture.state.focus;
    const entry = (kind, type) => (item) => element("li", {}, element("button", {
      type: "button", "data-kind": kind, "data-id": item.id,
      "aria-pressed": String(pressed(focus, { kind, id: item.id })),
      onclick: () => this.tell(item.other ? { type: "pair", id: item.id, other: item.other } : { type, id: item.id }),
    }, (item.spoken ?? item.title ?? item.label ?? "").split("\n").join(", ")));
    this.list.setAttribute("aria-label", `${this.data.name}, as a list`);
    const { nodes, edges } = this.picture.listed(this.data);
    this.list.replaceChildren(...nodes.map(entry("nodes", "node")), ...edges.map(entry("edges", "edge")));
  }

  hint() {
    const beyond = this.picture.outside();
    this.outside.hidden = beyond === 0;
    this.outside.textContent = `${beyond} outside the picture: show all`;
  }

  async save(format) {
    const mode = scheme(this.root);
    const text = this.picture.svg(this.data, mode);
    const name = this.data.file ?? "picture";
    if (format === "svg") download(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
    else download(await png(text), `${name}.png`);
    this.said.textContent = `The picture was saved as ${format.toUpperCase()}.`;
  }

  leave() {
    this.stops.forEach((stop) => stop());
    this.picture.destroy();
  }
}

// The exported page: the same picture, without a server; a click shows the words.
import { element, sheet } from "./dom.js";
import { legend } from "./legend.js";
import { Picture } from "./network.js";
import { CSS } from "./drawing.css.js";

const data = JSON.parse(document.getElementById("data").textContent);
const mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
const face = "system-ui, sans-serif";
document.documentElement.dataset.mode = mode;

const canvas = element("div", { class: "canvas", "aria-hidden": "true" });
const frame = element("div", { class: "frame" }, canvas);
const key = element("div", { class: "legend" });
const panel = element("section", { class: "panel", "aria-live": "polite" });
const off = new Set();

function claim({ statement, about, quote, source }) {
  return element("article", {}, element("h3", {}, statement), element("p", { class: "about" }, about),
    quote ? element("blockquote", {}, quote) : null, element("p", { class: "about" }, source));
}

function say(title, claims) {
  panel.replaceChildren(element("h2", {}, title), ...claims.map(claim));
}

function react({ type, id }) {
  if (type === "firmness") {
    off.has(id) ? off.delete(id) : off.add(id);
    draw();
  } else if (type === "edge") {
    picture.focus({ edges: [id] });
    say("This statement", data.claims.filter((item) => item.id === id));
  } else if (type === "node") {
    const mine = data.claims.filter((item) => item.ends.includes(id));
    picture.focus({ nodes: [id], edges: mine.map((item) => item.id) });
    say(data.nodes.find((node) => node.id === id)?.label ?? "", mine);
  } else if (type === "clear") {
    picture.focus({});
    panel.replaceChildren(element("p", {}, "Click a name or a line to read the words behind it."));
  }
}

function draw() {
  const steps = data.legend.map((step) => ({ ...step, on: !off.has(step.id) }));
  const edges = data.edges.filter((edge) => !off.has(edge.firmness));
  key.replaceChildren(...legend({ ...data, legend: steps }, mode, react));
  picture.show({ ...data, edges }, mode, face);
}

document.getElementById("picture").append(sheet(CSS), key, frame);
document.getElementById("claims").append(panel);
frame.style.height = "70vh";
const picture = new Picture(canvas, "page", react);
const list = element("ul", { class: "list" }, ...data.nodes.map((node) => element("li", {},
  element("button", { type: "button", onclick: () => react({ type: "node", id: node.id }) }, node.label))),
  ...data.edges.map((edge) => element("li", {}, element("button",
    { type: "button", onclick: () => react({ type: "edge", id: edge.id }) }, edge.title ?? edge.label))));
frame.append(list);
draw();
react({ type: "clear" });

// The exported page: the same picture, without a server; a click shows the words.
import { element, sheet } from "./dom.js";
import { legend } from "./legend.js";
import { Picture } from "./network.js";
import { CSS } from "./drawing.css.js";

const all = JSON.parse(document.getElementById("data").textContent);
const steps = all.steps ?? []; // of a tour
let data = steps[0] ?? all;
const mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
const face = "system-ui, sans-serif";
document.documentElement.dataset.mode = mode;

const canvas = element("div", { class: "canvas", "aria-hidden": "true" });
const frame = element("div", { class: "frame" }, canvas);
const key = element("div", { class: "legend" });
const panel = element("section", { class: "panel", "aria-live": "polite" });
const off = new Set();
let opened = ""; // the line of several statements that is drawn one by one

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
    const wanted = id.split(" ");
    open(wanted.length > 1 ? id : opened.split(" ").includes(id) ? opened : "");
    picture.focus({ edges: wanted });
    say(wanted.length > 1 ? `${wanted.length} statements` : "This statement",
      data.claims.filter((item) => wanted.includes(item.id)));
  } else if (type === "node") {
    const mine = data.claims.filter((item) => item.ends.includes(id));
    open("");
    picture.focus({ nodes: [id], edges: mine.map((item) => item.id) });
    say(data.nodes.find((node) => node.id === id)?.label ?? "", mine);
  } else if (type === "clear") {
    open("");
    picture.focus({});
    panel.replaceChildren(element("p", {}, "Click a name or a line to read the words behind it."));
  }
}

function draw() {
  const levels = data.legend.map((step) => ({ ...step, on: !off.has(step.id) }));
  const inside = data.inside[opened];
  const closed = data.edges.filter(({ from, to }) => !inside?.some((edge) =>
    [edge.from, edge.to].sort().join() === [from, to].sort().join()));
  const edges = [...closed, ...(inside ?? [])].filter((edge) => !off.has(edge.firmness));
  key.replaceChildren(...legend({ ...data, legend: levels }, mode, react));
  picture.show({ ...data, edges }, mode, face);
  const entry = (type, id, words) => element("li", {}, element("button",
    { type: "button", onclick: () => react({ type, id }) }, words));
  list.replaceChildren(...data.nodes.map((node) => entry("node", node.id, node.label)),
    ...edges.map((edge) => entry("edge", edge.id, (edge.title ?? edge.label).split("\n").join(", "))));
}

function open(id) {
  if (id === opened) return;
  opened = id;
  draw();
}

document.getElementById("picture").append(sheet(CSS), key, frame);
document.getElementById("claims").append(panel);
frame.style.height = "70vh";
const list = element("ul", { class: "list" });
const picture = new Picture(canvas, "page", react);
frame.append(list);
if (steps.length) tour();
else {
  draw();
  react({ type: "clear" });
}

/** The steps of a tour, turned by two buttons and the arrow keys. */
function tour() {
  const bar = element("section", { class: "tour", "aria-live": "polite" });
  document.querySelector("main").before(bar);
  const turn = (at) => {
    data = steps[at];
    off.clear();
    opened = "";
    draw();
    picture.focus(data.lit);
    say("The words behind it", data.claims.filter((item) => data.lit.edges.includes(item.id)));
    const button = (words, to) => element("button",
      { type: "button", disabled: !steps[to], onclick: () => turn(to) }, words);
    bar.replaceChildren(element("p", { class: "about" }, `${at + 1} of ${steps.length}`),
      element("h2", {}, data.step.title), element("p", {}, data.step.text),
      button("← Back", at - 1), button("Next →", at + 1));
    bar.dataset.at = at;
  };
  document.addEventListener("keydown", ({ key: name }) => {
    const to = Number(bar.dataset.at) + ({ ArrowLeft: -1, ArrowRight: 1 }[name] ?? 0);
    if (steps[to] && to !== Number(bar.dataset.at)) turn(to);
  });
  turn(0);
}

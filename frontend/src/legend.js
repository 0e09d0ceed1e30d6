// The legend: four line styles that are the filter, and what the colours mean.
import { drawn, element } from "./dom.js";
import { familyColor, stroke } from "./look.js";

// Signs that stand in a circle on a line, and those that fill it.
const SHAPES = { "!": "round-sign", "≠": "round-sign", "2": "round-sign", "×2": "count-sign" };

function sample(firmness) {
  const { dashes, width } = stroke(firmness);
  return drawn("svg", { width: 40, height: 12, viewBox: "0 0 40 12", "aria-hidden": "true" },
    drawn("line", {
      x1: 1, x2: 39, y1: 6, y2: 6, stroke: "currentColor", "stroke-width": width,
      "stroke-dasharray": dashes ? dashes.join(" ") : null,
    }));
}

function step({ id, label, count, on, definition }, tell) {
  return element("button", {
    type: "button", class: "step", title: definition, "aria-pressed": String(on),
    "data-step": id, onclick: () => tell({ type: "firmness", id }),
  }, sample(id), element("span", {}, label), element("span", { class: "count" }, String(count)));
}

/** The parts of the legend. */
export function legend({ legend: steps = [], families = [], marks = [] }, mode, tell) {
  const order = families.map(({ id }) => id);
  const colors = families.filter(({ count }) => count > 0).map(({ id, label }) => {
    const dot = element("i", { style: `background:${familyColor(id, order, mode)}` });
    return element("span", { class: "family" }, dot, label);
  });
  const signs = marks.map(({ sign, label }) =>
    element("span", { class: "family" }, element("b", { class: SHAPES[sign] }, sign), label));
  return [
    element("div", { class: "steps" }, ...steps.map((item) => step(item, tell))),
    element("div", { class: "families" }, ...colors, ...signs),
  ];
}

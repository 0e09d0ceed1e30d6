// A table of results: things by name, values with their type, and the words each row rests on.
import { element, keepKeys, mounted, sheet } from "./dom.js";
import { tones } from "./look.js";
import { CSS } from "./results.css.js";
import { scheme, watch } from "./theme.js";

const ARROWS = { up: " ↑", down: " ↓" };
const SORTS = { up: "ascending", down: "descending" };

class Results {
  constructor(root) {
    this.root = root;
    this.box = element("div", { class: "scroll", tabindex: "0", role: "region" });
    root.append(sheet(CSS), this.box);
    keepKeys(root);
    this.stop = watch(root, () => this.paint());
  }

  paint() {
    const tone = tones(scheme(this.root));
    this.root.host?.style.setProperty("--mark", tone.mark);
    this.root.host?.style.setProperty("--mark-ink", tone.markInk);
  }

  update(data, send) {
    this.send = send;
    const now = JSON.stringify(data);
    if (now === this.last) return;
    this.last = now;
    this.data = data;
    this.box.setAttribute("aria-label", data.name);
    this.paint();
    const why = data.rows.some((row) => row.claims.length);
    const head = element("tr", {}, ...data.columns.map((column) => this.head(column)),
      why ? element("th", { scope: "col", class: "evidence" }, "evidence") : null);
    const rows = data.rows.flatMap((row, at) => this.row(row, at, why));
    this.box.replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
  }

  head({ name, label, sort, about }) {
    if (!name) return element("th", { scope: "col", class: "number" }, label);
    return element("th", { scope: "col", "aria-sort": SORTS[sort] ?? "none" }, element("button", {
      type: "button", title: `${about ? `${about} ` : ""}Sort by ${label}.`,
      onclick: () => this.send?.("event", { type: "sort", column: name, at: Date.now() }),
    }, label + (ARROWS[sort] ?? "")));
  }

  row({ cells, claims, lead }, at, why) {
    const first = element("tr", {}, ...cells.map((cell) => this.cell(cell)));
    if (!why) return [first];
    if (!claims.length) {
      first.append(element("td", { class: "why" }));
      return [first];
    }
    const second = element("tr", { class: "because", hidden: true, id: `because-${at}` });
    const button = element("button", {
      type: "button", "aria-expanded": "false", "aria-controls": `because-${at}`,
      onclick: () => {
        const open = second.hidden;
        second.hidden = !open;
        button.setAttribute("aria-expanded", String(open));
        if (open && !second.childNodes.length) {
          second.append(element("td", { colspan: cells.length + 1 }, element("div", { class: "in" },
            lead ? element("p", { class: "about" }, lead) : null,
            ...claims.map((iri) => this.claim(this.data.claims[iri])))));
        }
      },
    }, "Why?");
    first.append(element("td", { class: "why" }, button));
    return [first, second];
  }

  cell({ text, href, note, number, title }) {
    if (text === null) return element("td", {}, element("span", { class: "none", title: "no value" }, "–"));
    const shown = href ? element("a", { href, title }, text) : element("span", { title }, text);
    return element("td", { class: number ? "number" : null }, shown, note ? element("small", {}, note) : null);
  }

  claim({ statement, about, before, words, after, source, href }) {
    return element("div", { class: "claim" },
      element("p", {}, element("strong", {}, statement)),
      element("p", { class: "about" }, about),
      element("blockquote", {}, before, element("mark", {}, words), after),
      element("p", { class: "about" }, `${source} · `, element("a", { href }, "Show it in the graph")));
  }

  leave() {
    this.stop();
  }
}

export default mounted(Results);

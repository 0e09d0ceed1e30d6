// A text in which words are selected, by mouse or by keyboard; says which characters they are.
import { element, mounted, sheet } from "./dom.js";
import { tones } from "./look.js";
import { scheme, watch } from "./theme.js";
import { CSS } from "./selecting.css.js";

// Words, white space, and every other character for itself, so that quotation marks stay out.
const TOKEN = /[\p{L}\p{N}\p{M}]+(?:[.,’'&-][\p{L}\p{N}\p{M}]+)*|\s+|./gsu;

class Selecting {
  constructor(root) {
    this.root = root;
    this.tokens = [];
    this.text = element("div", { class: "text", tabindex: "0", role: "application" });
    this.spoken = element("div", { class: "spoken", "aria-live": "polite" });
    const keys = [["↑", "↓"], ["←", "→"], ["Shift"], ["Enter"]].map((row) =>
      row.map((key) => element("kbd", {}, key)));
    this.hint = element("p", { class: "hint" }, "Click a sentence, or drag over words. By keyboard: ",
      ...keys[0], " sentence, ", ...keys[1], " word, ", ...keys[2], " extends, ", ...keys[3], " takes the words.");
    root.append(sheet(CSS), element("div", { class: "frame" }, this.text, this.hint), this.spoken);
    // Streamlit would open dialogs of its own for these two; the page's shortcuts may pass.
    root.addEventListener("keydown", (event) => {
      if ("cCrR".includes(event.key)) event.stopPropagation();
    });
    this.text.addEventListener("pointerdown", (event) => this.press(event));
    this.text.addEventListener("pointermove", (event) => this.drag(event));
    this.text.addEventListener("pointerup", (event) => this.release(event));
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.stop = watch(root, () => this.tone());
  }

  update(data, send) {
    this.send = send;
    const now = JSON.stringify(data);
    if (now === this.last) return;
    const fresh = this.data?.text !== data.text || this.data?.start !== data.start;
    this.last = now;
    this.data = data;
    this.text.style.maxHeight = `${data.height}px`;
    this.text.setAttribute("aria-label", `${data.name}. Arrow keys choose words, Enter takes them.`);
    this.tone();
    if (fresh) this.lay();
    this.mark();
    this.range = data.selection ? this.covering(data.selection) : null;
    this.show(fresh || Boolean(data.reveal));
  }

  tone() {
    const tone = tones(scheme(this.root));
    this.root.host?.style.setProperty("--mark", tone.mark);
    this.root.host?.style.setProperty("--mark-ink", tone.markInk);
  }

  /** One span a token, with its place counted in characters as Python counts them. */
  lay() {
    let at = this.data.start;
    this.tokens = [];
    const lines = this.data.text.split("\n").map((line) => {
      const spans = Array.from(line.matchAll(TOKEN), ([words]) => {
        const span = element("span", { "data-at": this.tokens.length }, words);
        const end = at + Array.from(words).length;
        this.tokens.push({ span, start: at, end, blank: !words.trim() });
        at = end;
        return span;
      });
      at += 1;
      return element("p", {}, ...spans);
    });
    this.text.replaceChildren(...lines.filter((line) => line.textContent.trim()));
  }

  /** Underlines what carries a claim already. */
  mark() {
    const said = this.data.marks;
    for (const { span, start, end } of this.tokens) {
      span.classList.toggle("said", said.some(([from, to]) => start < to && from < end));
    }
  }

  covering([from, to]) {
    const inside = this.tokens.flatMap(({ start, end }, at) => (start < to && from < end ? [at] : []));
    return inside.length ? [inside[0], inside.at(-1)] : null;
  }

  sentence(at) {
    const { start, end } = this.tokens[at];
    const place = this.data.sentences.find(([from, to]) => start < to && from < end);
    return place ? this.covering(place) : [at, at];
  }

  at(event) {
    const span = event.composedPath().find((node) => node.dataset?.at !== undefined);
    return span ? Number(span.dataset.at) : null;
  }

  press(event) {
    const at = this.at(event);
    if (at === null || event.button) return;
    this.moved = event.shiftKey && Boolean(this.range);
    this.anchor = this.moved ? this.range[0] : at;
    if (this.moved) this.range = [this.anchor, at];
    this.show(false);
  }

  drag(event) {
    if (this.anchor === undefined || !(event.buttons & 1)) return;
    const at = this.at(event);
    if (at === null || (at === this.anchor && !this.moved)) return;
    this.moved = true;
    this.range = [this.anchor, at];
    this.show(false);
  }

  release(event) {
    const at = this.at(event);
    if (this.anchor === undefined) return;
    if (!this.moved && at !== null) this.range = this.sentence(at);
    this.anchor = undefined;
    this.show(false);
    this.take();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const jump = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") this.take();
    else if (event.key === "Escape") this.range = null;
    else if (step) this.step(step, event.shiftKey);
    else if (jump) this.jump(jump);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.show(true);
  }

  /** To the next word, or with Shift one word more. */
  step(by, extend) {
    let [first, last] = this.range ?? [-1, -1];
    do last += by; while (this.tokens[last]?.blank);
    if (!this.tokens[last]) return;
    if (!extend || first < 0) first = last;
    this.range = [first, last];
  }

  jump(by) {
    const { sentences } = this.data;
    const head = this.range ? this.tokens[this.range[0]].start : null;
    const now = head === null ? (by > 0 ? -1 : sentences.length)
      : sentences.findIndex(([from, to]) => from <= head && head < to);
    const next = sentences[now + by];
    if (next) this.range = this.covering(next);
  }

  /** The range in characters, white space at its ends left out. */
  chosen() {
    if (!this.range) return null;
    let [first, last] = [...this.range].sort((a, b) => a - b);
    while (first < last && this.tokens[first].blank) first += 1;
    while (last > first && this.tokens[last].blank) last -= 1;
    return [first, last];
  }

  take() {
    const range = this.chosen();
    if (!range) return;
    const [start, end] = [this.tokens[range[0]].start, this.tokens[range[1]].end];
    this.send?.("event", { type: "select", start, end, at: Date.now() });
  }

  leave() {
    this.stop();
  }

  show(reveal) {
    const range = this.chosen();
    this.tokens.forEach(({ span }, at) =>
      span.classList.toggle("on", Boolean(range) && range[0] <= at && at <= range[1]));
    const words = range ? this.tokens.slice(range[0], range[1] + 1).map(({ span }) => span.textContent) : [];
    this.spoken.textContent = words.join("");
    if (reveal && range) this.reveal(this.tokens[range[0]].span);
  }

  /** Scrolls the text, never the page. */
  reveal(span) {
    const [outer, inner] = [this.text.getBoundingClientRect(), span.getBoundingClientRect()];
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 24) {
      this.text.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  }
}

export default mounted(Selecting);

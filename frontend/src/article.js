// The article: what carries a claim can be clicked, what carries none is grey.
import { listen, say } from "./channel.js";
import { element, keepKeys, mounted, sheet } from "./dom.js";
import { familyColor, tones } from "./look.js";
import { scheme, watch } from "./theme.js";
import { CSS } from "./article.css.js";

const LANES = 4;

class Article {
  constructor(root, data) {
    this.root = root;
    this.head = element("header", {});
    this.body = element("div", { class: "text", tabindex: "0", role: "region" });
    this.foot = element("footer", {});
    root.append(sheet(CSS), element("article", {}, this.head, this.body, this.foot));
    keepKeys(root);
    this.body.addEventListener("keydown", (event) => this.step(event));
    this.stops = [
      watch(root, () => this.draw()),
      listen(data.channel, (focus) => this.focus(focus)),
    ];
  }

  update(data, send) {
    this.send = send;
    const now = JSON.stringify(data);
    if (now === this.last) return;
    this.last = now;
    this.data = data;
    this.body.style.maxHeight = `min(${data.height ?? 520}px, max(220px, 100vh - 540px))`;
    this.body.setAttribute("aria-label", `Text of ${data.title}`);
    this.draw();
  }

  tell(passage) {
    // The picture follows when Python has found the claims.
    say(this.data.channel, { channel: this.data.channel, passages: [passage] });
    this.send?.("event", { type: "passage", id: passage, at: Date.now() });
  }

  draw() {
    if (!this.data) return;
    const { title, about, blocks, open = [], address, families } = this.data;
    this.mode = scheme(this.root);
    this.order = families;
    const tone = tones(this.mode);
    this.root.host?.style.setProperty("--mark", tone.mark);
    this.root.host?.style.setProperty("--mark-ink", tone.markInk);
    this.crowded = new Set();
    for (const { pieces } of blocks) {
      for (const [, inside] of pieces) {
        if (inside.length > 1) inside.forEach((at) => this.crowded.add(at));
      }
    }
    const kept = this.body.scrollTop;
    this.head.replaceChildren(element("h2", {}, title), element("p", { class: "about" }, about,
      address ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Read it on the web") : null));
    this.body.replaceChildren(...blocks.map((block) => this.block(block)));
    this.body.scrollTop = kept;
    this.foot.replaceChildren(...(open.length ? [element("details", {},
      element("summary", {}, `What this source leaves open (${open.length})`),
      element("ul", {}, ...open.map((question) => element("li", {}, question))))] : []));
    this.focus(this.now ?? {});
  }

  block({ kind, pieces }) {
    return element(kind === "heading" ? "h3" : "p", {}, ...pieces.map((piece) => this.piece(piece)));
  }

  /** A run of text; inside overlapping passages it answers for the shortest of them. */
  piece([text, passages, starts]) {
    if (!passages.length) {
      return element("span", { class: /\S/.test(text) ? "none" : "gap" }, text);
    }
    const shortest = passages.reduce((a, b) =>
      this.data.passages[a].length <= this.data.passages[b].length ? a : b);
    const span = element("span", {
      class: "some", "data-in": ` ${passages.join(" ")} `,
      onclick: () => this.tell(this.data.passages[shortest].id),
    }, ...starts.map((at) => this.marker(at)), text);
    span.style.backgroundImage = passages.map((at) => this.underline(at)).join(",");
    span.style.backgroundPosition = passages.map((at) => {
      const lane = this.data.passages[at].lane % LANES;
      return `0 calc(100% - ${(LANES - 1 - lane) * 3}px)`;
    }).join(",");
    return span;
  }

  underline(at) {
    const { family } = this.data.passages[at];
    const color = familyColor(family, this.order, this.mode);
    return `linear-gradient(${color},${color})`;
  }

  marker(at) {
    const { id, number, spoken } = this.data.passages[at];
    return element("button", {
      // A number is only needed to tell overlapping passages apart.
      type: "button", tabindex: "-1", class: this.crowded.has(at) ? "marker" : "marker alone", "data-passage": id, "aria-label": spoken, title: spoken,
      onclick: (event) => {
        event.stopPropagation();
        this.tell(id);
      },
    }, String(number));
  }

  focus(focus) {
    this.now = focus;
    if (!this.data) return;
    const index = new Map(this.data.passages.map(({ id }, at) => [id, at]));
    const lit = (focus.passages ?? []).map((id) => index.get(id)).filter((at) => at !== undefined);
    let first = null;
    for (const span of this.body.querySelectorAll(".some")) {
      const on = lit.some((at) => span.dataset.in.includes(` ${at} `));
      span.classList.toggle("on", on);
      if (on && !first) first = span;
    }
    for (const button of this.body.querySelectorAll(".marker")) {
      button.setAttribute("aria-pressed", String((focus.passages ?? []).includes(button.dataset.passage)));
    }
    const markers = this.markers();
    const chosen = markers.find((one) => one.getAttribute("aria-pressed") === "true") ?? markers[0];
    markers.forEach((one) => one.setAttribute("tabindex", one === chosen ? "0" : "-1"));
    if (first) this.reveal(first);
  }

  markers() {
    return [...this.body.querySelectorAll(".marker")];
  }

  /** The passages are one stop of the tabulator; arrows lead from one to the next. */
  step(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const markers = this.markers();
    const at = markers.indexOf(event.target);
    if (!by || at < 0) return;
    event.preventDefault();
    const next = markers[Math.min(markers.length - 1, Math.max(0, at + by))];
    markers.forEach((one) => one.setAttribute("tabindex", one === next ? "0" : "-1"));
    next.focus();
  }

  /** Scrolls the text, never the page. */
  reveal(span) {
    const [outer, inner] = [this.body.getBoundingClientRect(), span.getBoundingClientRect()];
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 24) {
      this.body.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  }

  leave() {
    this.stops.forEach((stop) => stop());
  }
}

export default mounted(Article);

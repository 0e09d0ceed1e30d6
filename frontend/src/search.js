// A box that suggests while one types; the suggestions come from Python.
import { element, keepKeys, mounted, sheet } from "./dom.js";

const CSS = `
:host { display: block; position: relative; font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
input { box-sizing: border-box; width: 100%; font: inherit; color: inherit; padding: .5rem .9rem; height: 2.75rem;
  border: 1px solid var(--st-border-color, #ccd); border-radius: .6rem; background: var(--st-background-color, #fff); }
input:focus { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
input::placeholder { color: color-mix(in srgb, var(--st-text-color) 66%, var(--st-background-color)); opacity: 1; }
ul, p { position: absolute; left: 0; right: 0; z-index: 30; box-shadow: 0 8px 24px rgb(0 0 0 / .18); }
ul { list-style: none; margin: .3rem 0 0; padding: .3rem; border: 1px solid var(--st-border-color, #ccd);
  border-radius: .6rem; background: var(--st-background-color, #fff); max-height: 20rem; overflow: auto; }
ul:empty { display: none; }
li { padding: .4rem .6rem; border-radius: .4rem; cursor: pointer; overflow-wrap: anywhere; unicode-bidi: isolate; }
li[aria-selected="true"], li:hover { background: var(--st-secondary-background-color, #eef); }
small { display: block; opacity: .85; font-size: .78rem; }
p { margin: .3rem 0 0; padding: .5rem .8rem; font-size: .85rem; border-radius: .6rem;
  background: var(--st-secondary-background-color, #eef); }
p:empty { display: none; }`;

class Search {
  constructor(root, data) {
    this.name = data.label;
    this.at = -1;
    this.list = element("ul", { role: "listbox", id: "hits", "aria-label": "Suggestions" });
    this.note = element("p", { role: "status" });
    this.input = element("input", {
      type: "text", role: "combobox", "aria-label": data.label, placeholder: data.label,
      "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list",
      autocomplete: "off", spellcheck: "false", maxlength: "200",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event),
      onblur: () => setTimeout(() => this.close(), 150), onfocus: () => this.offer(),
    });
    root.append(sheet(CSS), this.input, this.list, this.note);
    keepKeys(root);
  }

  update(data, choose, change) {
    Object.assign(this, { data, change, choose });
    // Enter may come before the suggestions do.
    if (this.eager !== undefined && data.words === this.eager) {
      this.eager = undefined;
      if (data.hits.length) return this.take(data.hits[0]);
    }
    if (data.words === this.input.value.trim()) this.offer();
  }

  typed() {
    this.at = -1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change("words", this.input.value.trim()), 120);
  }

  offer() {
    const words = this.input.value.trim();
    const fresh = words && this.data?.words === words;
    const hits = fresh ? this.data.hits : [];
    this.list.replaceChildren(...hits.map((hit, at) => element("li", {
      role: "option", id: `hit-${at}`, "aria-selected": String(at === this.at),
      onmousedown: (event) => { event.preventDefault(); this.take(hit); },
    }, hit.label, element("small", {}, hit.about))));
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `hit-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.note.textContent = fresh && !hits.length ? "Nothing here goes by that name or says those words." : "";
  }

  close() {
    this.list.replaceChildren();
    this.note.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }

  take(hit) {
    this.input.value = "";
    this.close();
    this.choose("chosen", { id: hit.id, kind: hit.kind, at: Date.now() });
  }

  key(event) {
    const hits = this.data?.words === this.input.value.trim() ? this.data.hits : null;
    if (event.key === "Escape") this.close();
    if (event.key === "Enter" && this.input.value.trim()) {
      clearTimeout(this.timer);
      if (hits?.length) this.take(hits[Math.max(0, this.at)]);
      else if (hits === null) {
        this.eager = this.input.value.trim();
        this.change("words", this.eager);
      }
    }
    if (hits?.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + hits.length) % hits.length;
      this.offer();
    }
  }
}

export default mounted(Search);

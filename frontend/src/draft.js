// The statement that is being written: kept in this browser, by article, until it is saved or
// discarded, so that neither a lost connection nor a restart of the app takes it away.
import { mounted } from "./dom.js";

const KEY = "tech-partnerships.drafts";
const MOST = 40;
const FORM = ".st-key-add-form";
const TEXT = "input[type=text]:not([role=combobox]), textarea";
// What is sent while a page is still being put together may be lost, so it is sent again.
const AGAIN = 2000;
const TRIES = 60;

function all() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.key === "string") : [];
  } catch {
    return [];
  }
}

function keep(key, kept) {
  const rest = all().filter((one) => one.key !== key);
  try {
    localStorage.setItem(KEY, JSON.stringify([...(kept ? [{ key, ...kept }] : []), ...rest].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing still saves statements.
  }
}

class Draft {
  constructor() {
    this.typing = ({ target }) => this.typed(target);
    document.addEventListener("input", this.typing, true);
  }

  update(data, send) {
    const fresh = this.data?.round !== data.round || this.data?.key !== data.key;
    this.data = data;
    this.send = send;
    if (fresh) this.texts = {};
    if (data.begun || data.over) this.stop();
    if (data.begun) this.keep();
    else if (data.over) keep(data.key, null);
    else if (!this.timer) this.giveBack();
  }

  /** What stands in a text field and was not sent yet. */
  typed(field) {
    if (!this.data?.draft || !(field instanceof Element) || !field.matches(TEXT) || !field.closest(FORM)) return;
    this.texts[field.getAttribute("aria-label")] = field.value;
    this.keep();
  }

  keep() {
    keep(this.data.key, { draft: this.data.draft, texts: this.texts });
  }

  /** Hands the app the statement that an earlier session began here. */
  giveBack() {
    const { key } = this.data;
    const kept = all().find((one) => one.key === key);
    if (!kept?.draft) return;
    let tries = 0;
    const hand = () => {
      if ((tries += 1) > TRIES) this.stop();
      else this.send?.("event", { draft: kept.draft, texts: kept.texts ?? {}, at: Date.now() });
    };
    this.timer = setInterval(hand, AGAIN);
    setTimeout(hand);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
  }

  leave() {
    this.stop();
    document.removeEventListener("input", this.typing, true);
  }
}

export default mounted(Draft);

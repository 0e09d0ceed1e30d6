// The queries that were run in this browser: kept here, sent nowhere.
import { element } from "./dom.js";

const KEY = "tech-partnerships.queries";
const MOST = 40;

/** The queries run here, newest first. */
export function past() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.text === "string") : [];
  } catch {
    return [];
  }
}

/** Remembers a query; the same text counts once. */
export function remember(text) {
  const rest = past().filter((one) => one.text !== text);
  store([{ text, at: new Date().toISOString() }, ...rest].slice(0, MOST));
}

function store(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // A browser that keeps nothing still runs queries.
  }
}

/** The list of past queries as buttons. */
export function list(take, changed) {
  const found = past();
  if (!found.length) return [element("p", {}, "No query has been run in this browser yet.")];
  const entry = ({ text, at }) => element("li", {}, element("button", {
    type: "button", title: text.slice(0, 600), onclick: () => take(text),
  }, title(text), element("small", {}, new Date(at).toLocaleString())));
  return [
    element("ul", {}, ...found.map(entry)),
    element("button", { type: "button", class: "quiet", onclick: () => { store([]); changed(); } }, "Forget them all"),
  ];
}

function title(text) {
  const asked = /^#\s*question:\s*(.+)$/m.exec(text);
  const body = text.replace(/^\s*(#[^\n]*|PREFIX[^\n]*)\n/gim, "").replace(/\s+/g, " ").trim();
  return asked ? asked[1] : body.slice(0, 90);
}

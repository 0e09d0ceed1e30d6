// The SPARQL editor: CodeMirror with completion from the ontology and the data.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, LanguageSupport, bracketMatching, foldGutter, indentOnInput, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { fitting, missing } from "./complete.js";
import { element, keepKeys, mounted, sheet } from "./dom.js";
import { CSS } from "./editor.css.js";
import { format } from "./format.js";
import { list, remember } from "./memory.js";
import { scheme, watch } from "./theme.js";

const INK = {
  light: { keyword: "#7a2a8f", name: "#0a5a86", text: "#2e6b1f", number: "#8a4b00", note: "#59636f", variable: "#a03018" },
  dark: { keyword: "#d8a3f0", name: "#7cc4f5", text: "#a6d98a", number: "#f0b86b", note: "#9aa6b4", variable: "#ff9f86" },
};
// The grammar leaves prefixed names in the colour of plain text.
const SPARQL = new LanguageSupport(SparqlLanguage.configure({
  props: [styleTags({ "Pname_ln Pname_ns": tags.namespace })],
}));

function look(mode) {
  const ink = INK[mode];
  const highlight = HighlightStyle.define([
    { tag: tags.keyword, color: ink.keyword, fontWeight: "600" },
    { tag: [tags.namespace, tags.url, tags.typeName], color: ink.name },
    { tag: [tags.string, tags.annotation], color: ink.text },
    { tag: [tags.integer, tags.float, tags.bool], color: ink.number },
    { tag: tags.comment, color: ink.note, fontStyle: "italic" },
    { tag: tags.variableName, color: ink.variable },
  ]);
  const theme = EditorView.theme({
    "&": { fontSize: ".9rem", backgroundColor: "var(--st-background-color)", color: "var(--st-text-color)", maxHeight: "28rem" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', monospace", lineHeight: "1.55", overflow: "auto" },
    ".cm-gutters": { backgroundColor: "var(--st-secondary-background-color)", color: ink.note, border: "0" },
    ".cm-content": { caretColor: "var(--st-text-color)", minHeight: "7rem" },
    ".cm-cursor": { borderLeftColor: "var(--st-text-color)" },
    ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--st-text-color) 5%, transparent)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "color-mix(in srgb, var(--st-primary-color) 28%, transparent)" },
    ".cm-tooltip": { backgroundColor: "var(--st-background-color)", color: "var(--st-text-color)",
      border: "1px solid var(--st-border-color)", borderRadius: ".4rem", maxWidth: "min(34rem, 92vw)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--st-primary-color)", color: "var(--st-background-color)" },
    ".cm-completionInfo": { padding: ".5rem .7rem", maxWidth: "20rem" },
    ".cm-completionDetail": { opacity: ".85", fontStyle: "normal" },
  }, { dark: mode === "dark" });
  return [theme, syntaxHighlighting(highlight)];
}

// Where a writer was when a query was run: its answer may build the editor anew elsewhere.
let writer = null;

class Editor {
  constructor(root) {
    this.root = root;
    this.frame = element("div", { class: "frame" });
    this.wrong = element("div", { class: "wrong", role: "alert" });
    this.past = element("div", { class: "past" });
    this.history = element("details", { ontoggle: () => this.recall() }, element("summary", {}, "Earlier queries"), this.past);
    const mac = /Mac|iPhone|iPad/.test(navigator.platform);
    this.bar = element("div", { class: "bar" },
      element("button", { type: "button", class: "run", onclick: () => this.run() },
        "Run ", element("kbd", {}, mac ? "⌘ Enter" : "Ctrl Enter")),
      element("button", { type: "button", onclick: () => this.tidy() }, "Format"), this.history);
    root.append(sheet(CSS), this.frame, this.wrong, this.bar);
    keepKeys(root);
    this.looks = new Compartment();
    this.view = new EditorView({
      parent: this.frame, root: root.host ? root : document,
      state: EditorState.create({ doc: "", extensions: this.extensions() }),
    });
    this.stop = watch(root, () => this.paint());
  }

  extensions() {
    const keys = [
      { key: "Mod-Enter", preventDefault: true, run: () => this.run() },
      { key: "Shift-Alt-f", preventDefault: true, run: () => this.tidy() },
      ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap,
    ];
    return [
      keymap.of(keys), lineNumbers(), foldGutter(), history(), drawSelection(), highlightActiveLine(), indentOnInput(),
      bracketMatching(), closeBrackets(), SPARQL, EditorState.tabSize.of(2), EditorView.lineWrapping,
      autocompletion({ override: [(context) => this.complete(context)], icons: false }),
      EditorView.inputHandler.of((view, from, to, text) => this.typed(view, from, to, text)),
      EditorView.updateListener.of((update) => { if (update.docChanged) this.settle(); }),
      EditorView.contentAttributes.of({ "aria-label": "SPARQL query", spellcheck: "false", tabindex: "0" }),
      this.looks.of(look(scheme(this.root))),
    ];
  }

  get text() { return this.view.state.doc.toString(); }

  paint() { this.view.dispatch({ effects: this.looks.reconfigure(look(scheme(this.root))) }); }

  update(data, send) {
    this.send = send;
    this.data = data;
    if (data.text !== this.given) {
      this.given = data.text;
      if (data.text !== this.text) this.put(data.text);
      this.told = null;
    }
    if (writer?.text === data.text) {
      this.view.dispatch({ selection: { anchor: writer.at } });
      this.view.focus();
      writer = null;
    }
    const error = JSON.stringify(data.error ?? null);
    if (error !== this.told) {
      this.told = error;
      this.mark(data.error);
    }
  }

  put(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  mark(error) {
    const { doc } = this.view.state;
    this.wrong.replaceChildren();
    if (!error) {
      this.view.dispatch(setDiagnostics(this.view.state, []));
      return;
    }
    const place = error.line ? `Line ${error.line}, column ${error.column}` : "";
    this.wrong.append(...(place ? [element("strong", {}, place)] : []), error.message);
    if (!error.line) return;
    const line = doc.line(Math.min(error.line, doc.lines));
    const from = Math.min(line.from + Math.max(0, error.column - 1), line.to);
    const word = /^[\w:?$.-]+/.exec(line.text.slice(from - line.from))?.[0].length ?? 1;
    const to = Math.max(Math.min(from + word, line.to), from);
    this.view.dispatch(setDiagnostics(this.view.state, [
      { from: from === to ? line.from : from, to: to === from ? line.to : to, severity: "error", message: error.message },
    ]));
  }

  /** A fault that was marked is no longer where it was once the text changes. */
  settle() {
    if (this.wrong.childNodes.length) {
      this.wrong.replaceChildren();
      queueMicrotask(() => this.view.dispatch(setDiagnostics(this.view.state, [])));
    }
  }

  run() {
    remember(this.text);
    writer = this.view.hasFocus ? { text: this.text, at: this.view.state.selection.main.head } : null;
    this.history.open = false;
    this.told = null;
    this.given = this.text;
    this.send?.("run", { text: this.text, at: Date.now() });
    return true;
  }

  tidy() {
    this.put(format(this.text));
    return true;
  }

  recall() {
    if (!this.history.open) return;
    this.past.replaceChildren(...list((text) => {
      this.put(text);
      this.history.open = false;
      this.view.focus();
    }, () => this.recall()));
  }

  /** A known prefix declares itself as soon as its colon is typed. */
  typed(view, from, to, text) {
    if (text !== ":" || from !== to) return false;
    const name = /[\w-]+$/.exec(view.state.sliceDoc(Math.max(0, from - 30), from))?.[0];
    const inside = syntaxTree(view.state).resolveInner(from, -1).name;
    if (!name || /String|Comment|Iri_|IriRef/.test(inside) || /PREFIX\s+[\w-]+$/i.test(view.state.doc.lineAt(from).text)) return false;
    const line = missing(this.data.prefixes, this.text, name);
    if (!line) return false;
    view.dispatch({
      changes: [{ from: line.from, insert: line.insert }, { from, insert: ":" }],
      selection: { anchor: from + line.insert.length + 1 }, userEvent: "input.type",
    });
    startCompletion(view);
    return true;
  }

  complete(context) {
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (/String|Comment/.test(inside) || !this.data) return null;
    const word = context.matchBefore(/[?$]?[\w-]*(?::[\w.-]*)?/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const terms = fitting(this.data, context.state.sliceDoc(0, word.from), word.text, this.text);
    if (!terms.length) return null;
    return { from: word.from, filter: false, options: terms.map((term) => this.option(term)) };
  }

  option({ name, kind, label, info }) {
    return {
      label: name, displayLabel: label && ["entity", "source"].includes(kind) ? label : name,
      detail: label && !["entity", "source"].includes(kind) ? label : label ? name : undefined,
      info: info ? () => element("div", {}, info) : undefined,
      apply: (view, completion, from, to) => {
        const line = missing(this.data.prefixes, this.text, name.includes(":") ? name.split(":")[0] : "");
        const changes = [{ from, to, insert: name }];
        if (line) changes.unshift({ from: line.from, insert: line.insert });
        view.dispatch({ changes, selection: { anchor: from + name.length + (line?.insert.length ?? 0) }, userEvent: "input.complete" });
      },
    };
  }

  leave() {
    this.stop();
    this.view.destroy();
  }
}

export default mounted(Editor);

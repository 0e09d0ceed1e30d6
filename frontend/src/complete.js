// What fits where the cursor stands: keywords, terms of the ontology, entities, variables.

const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "GRAPH", "OPTIONAL", "FILTER", "UNION", "MINUS", "BIND",
  "VALUES", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "ASK", "CONSTRUCT", "DESCRIBE", "COUNT",
  "NOT EXISTS", "EXISTS", "CONTAINS", "LCASE", "STR", "COALESCE", "IF", "DESC", "AS", "FROM", "FROM NAMED"];
const TERM = /"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^\S+)?|<[^<>\s]*>|[?$]\w+|[\w-]*:[\w.-]*[\w-]|\ba\b|[\w-]+|[{}().;,]/g;
const MOST = 60;

/** Which part of a triple stands at the end of this text, and the predicate before an object. */
export function slot(before) {
  const clean = before.replace(/#[^\n]*/g, "");
  const tokens = clean.match(TERM) ?? [];
  const last = tokens.at(-1);
  if (/^graph$/i.test(last ?? "")) return { part: "graph" };
  let start = tokens.length;
  while (start > 0 && !/^[{}().;,]$/.test(tokens[start - 1])) start -= 1;
  const run = tokens.slice(start);
  const mark = tokens[start - 1];
  if (!clean.includes("{")) return { part: "head" };
  if (mark === ";") return run.length ? { part: "object", predicate: run[0] } : { part: "predicate" };
  if (mark === ",") return { part: "object", predicate: earlier(tokens, start) };
  if (mark === "(" || mark === ")") return { part: "expression" };
  if (run.length === 0) return { part: "subject" };
  return run.length === 1 ? { part: "predicate" } : { part: "object", predicate: run[1] };
}

function earlier(tokens, start) {
  let at = start - 1;
  while (at > 0 && !/^[{}.;]$/.test(tokens[at - 1])) at -= 1;
  return tokens[at - 1] === ";" ? tokens[at] : tokens[at + 1];
}

const WANTED = {
  "tp:relation": ["relation"], "tp:modality": ["Modality"], "tp:form": ["Form"], "tp:polarity": ["Polarity"],
  "tp:evidence": ["Evidence"], "tp:bound": ["Bound"], "tp:firmness": ["Firmness"], a: ["class"],
  "rdf:type": ["class"], "rdfs:subClassOf": ["class"], "rdfs:subPropertyOf": ["relation"],
};

function wanted({ part, predicate }) {
  if (part === "graph") return ["Firmness", "source", "variable"];
  if (part === "predicate") return ["property", "relation", "variable"];
  if (part === "head" || part === "expression") return ["keyword", "variable", "Modality", "Firmness", "entity"];
  if (part === "subject") return ["variable", "entity", "source", "keyword"];
  return [...(WANTED[predicate] ?? ["entity", "source"]), "variable"];
}

/** How well a name answers to what was typed: lower is better, -1 not at all. */
function rank(term, typed) {
  const words = typed.toLowerCase();
  const names = [term.name, term.name.replace(/^[\w-]*:/, ""), term.label ?? "", ...(term.others ?? [])];
  const found = names.map((name) => {
    const at = name.toLowerCase().indexOf(words);
    return at < 0 ? 99 : at === 0 ? 0 : /[\s:-]/.test(name[at - 1]) ? 1 : 2;
  });
  const best = Math.min(...found);
  return best === 99 ? -1 : best;
}

/** The terms that fit, best first. */
export function fitting(data, before, typed, text) {
  const kinds = wanted(slot(before));
  const variables = [...new Set(text.match(/[?$]\w+/g) ?? [])].filter((name) => name !== typed)
    .map((name) => ({ name, kind: "variable", label: "" }));
  const keywords = KEYWORDS.map((name) => ({ name, kind: "keyword", label: "" }));
  return [...data.terms, ...data.entities, ...variables, ...keywords]
    .filter((term) => kinds.includes(term.kind))
    .map((term) => ({ term, at: rank(term, typed) }))
    .filter(({ at }) => at >= 0)
    .sort((one, two) => one.at - two.at || kinds.indexOf(one.term.kind) - kinds.indexOf(two.term.kind)
      || one.term.name.localeCompare(two.term.name))
    .slice(0, MOST)
    .map(({ term }) => term);
}

/** The line that declares a prefix, if it is known and not declared yet, and where it belongs. */
export function missing(prefixes, text, name) {
  const iri = prefixes[name];
  if (!iri || new RegExp(`\\bPREFIX\\s+${name}:`, "i").test(text)) return null;
  const head = /^(?:[ \t]*#[^\n]*\n|[ \t]*\n)*/.exec(text)[0].length;
  return { from: head, insert: `PREFIX ${name}: <${iri}>\n` };
}

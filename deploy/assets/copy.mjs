// Copies what pages are made with out of node_modules: `node copy.mjs NODE_MODULES SERVICES ICONS`.
// Each file lies beside itself compressed by brotli, which Python cannot do alone.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const [modules, services, icons] = process.argv.slice(2);
const reference = join(services, "gateway/static/reference");
const gateway = join(services, "gateway/static/assets");
const portal = join(services, "portal/static/vendor");

function emptied(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function written(folder, name, text) {
  writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(Buffer.from(text)));
}

// Without the line that names a source map: it is not served.
const text = (path) => readFileSync(join(modules, path), "utf8").replace(/\n?(\/\*|\/\/)# sourceMappingURL=.*$/m, "");

// The style sheet without what it says of paper, where a dark page is light.
function screen(css) {
  let from;
  while ((from = css.indexOf("@media print{")) >= 0) {
    let end = css.indexOf("{", from) + 1;
    for (let open = 1; open; end += 1) open += { "{": 1, "}": -1 }[css[end]] ?? 0;
    css = css.slice(0, from) + css.slice(end);
  }
  return css;
}

// The rules for a dark page once more, for `data-bs-theme="auto"`: only where the browser prefers dark.
function automatic(css) {
  const rules = [];
  for (const [, selectors, body] of screen(css).matchAll(/([^{}]*\[data-bs-theme=dark\][^{}]*)\{([^{}]*)\}/g)) {
    const dark = selectors
      .split(",")
      .filter((each) => each.includes("[data-bs-theme=dark]") && !/:not\(|body\[|data-bs-navbar/.test(each))
      .map((each) => each.trim().replace("[data-bs-theme=dark]", "[data-bs-theme=auto]"));
    if (dark.length) rules.push(`${dark.join(",")}{${body}}`);
  }
  return rules.join("\n");
}

emptied(reference);
const swagger = join(modules, "swagger-ui-dist");
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css", "LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"])
  copyFileSync(join(swagger, name), join(reference, name));

const tabler = text("@tabler/core/dist/css/tabler.min.css");
for (const folder of [emptied(gateway), emptied(portal)]) {
  written(folder, "tabler.css", tabler);
  written(folder, "tabler-auto.css", automatic(tabler));
}
written(portal, "htmx.js", text("htmx.org/dist/htmx.min.js"));
written(portal, "chart.js", text("chart.js/dist/chart.umd.min.js"));

mkdirSync(join(portal, "icons"));
for (const name of readFileSync(icons, "utf8").split("\n").filter((line) => line && !line.startsWith("#")))
  copyFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), join(portal, "icons", basename(`${name}.svg`)));

// Bundles src/ into the package. The result is committed, so that nobody who installs
// or tests the Python package needs Node.js; sources.sha256 lets a test see that it was
// built from the sources as they are.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { minify } from "terser";

const assets = "../consent_server/notice/assets";
const target = ["chrome111", "firefox121", "safari16.4"];

/**
 * @param {string} name of the source
 * @param {{ as: string, isModule?: boolean, inTag?: boolean, guards?: boolean }} how
 *   its file is called; what is no module is the body of a function (notice/script.py);
 *   and the constants of the build: whether it is for the script-tag mode, and whether it
 *   guards
 */
async function bundle(name, { as, isModule = false, inTag = false, guards = true }) {
  const { outputFiles } = await build({
    entryPoints: [`src/${name}.js`],
    write: false,
    define: { IN_TAG: String(inTag), GUARDS: String(guards) },
    bundle: true,
    minifySyntax: true,
    format: "esm",
    legalComments: "none",
    target,
  });
  const { code } = await minify(outputFiles[0].text, {
    module: true,
    compress: {
      passes: 6,
      ecma: 2020,
      unsafe_arrows: true,
      pure_getters: true,
      hoist_funs: true,
      inline: 1,
      lhs_constants: false,
    },
    format: { ascii_only: true, comments: false },
  });
  writeFileSync(`${assets}/${as}.js`, `${isModule ? "" : '"use strict";'}${code}\n`);
}

await bundle("main", { as: "choices" });
await bundle("main", { as: "unguarded", guards: false });
await bundle("tag", { as: "tag", inTag: true });
await bundle("acts", { as: "acts", isModule: true });
await bundle("acts", { as: "tag_acts", isModule: true, inTag: true });
await build({
  entryPoints: ["first", "later", "embeds", "corner", "dialog", "page_end", "logo", "choices", "plain"].map(
    (name) => `src/${name}.css`,
  ),
  bundle: true,
  outdir: assets,
  minify: true,
  charset: "ascii",
  target,
});

// Each function by itself, as text: a site's script is put together of those it uses.
const { outputFiles } = await build({
  stdin: {
    contents: 'export * from "./vendors.js"; export * from "./embeds.js"; export * from "./films.js"',
    resolveDir: "src",
  },
  bundle: true,
  write: false,
  minify: true,
  format: "esm",
  charset: "ascii",
  target,
});
const { VENDORS, EMBEDS, FILMS } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);
const texts = Object.entries({ ...VENDORS, EMBEDS, FILMS }).map(([name, part]) => [
  name,
  part.toString(),
]);
writeFileSync(
  `${assets}/parts.json`,
  JSON.stringify(Object.fromEntries(texts), null, 1) + "\n",
);

const digest = createHash("sha256");
for (const name of readdirSync("src").sort()) {
  digest.update(name + "\0").update(readFileSync(`src/${name}`)).update("\0");
}
writeFileSync(`${assets}/sources.sha256`, digest.digest("hex") + "\n");

// Bundles src/ into the package. The result is committed, so that nobody who installs
// or tests the Python package needs Node.js; sources.sha256 lets a test see that it was
// built from the sources as they are.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const assets = "../consent_server/notice/assets";
const target = ["chrome111", "firefox121", "safari16.4"];

/** @param {boolean} inTag whether it is for the script-tag mode
 * @param {Record<string, string>} files from what each is made */
const bundle = (inTag, files) =>
  build({
    entryPoints: Object.entries(files).map(([out, name]) => ({ in: `src/${name}`, out })),
    outdir: assets,
    define: { IN_TAG: String(inTag) },
    bundle: true,
    minify: true,
    format: "iife",
    charset: "ascii",
    legalComments: "none",
    target,
  });

await bundle(false, { choices: "main.js" });
await bundle(true, { tag: "tag.js" });
await build({
  entryPoints: ["first", "embeds", "corner", "dialog", "page_end", "logo", "choices", "plain"].map(
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
  entryPoints: ["src/vendors.js"],
  write: false,
  minify: true,
  format: "esm",
  charset: "ascii",
  target,
});
const { VENDORS, TELL_ALL } = await import(
  `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
);
const texts = Object.entries({ ...VENDORS, TELL_ALL }).map(([name, tell]) => [
  name,
  tell.toString(),
]);
writeFileSync(
  `${assets}/vendors.json`,
  JSON.stringify(Object.fromEntries(texts), null, 1) + "\n",
);

const digest = createHash("sha256");
for (const name of readdirSync("src").sort()) {
  digest.update(name + "\0").update(readFileSync(`src/${name}`)).update("\0");
}
writeFileSync(`${assets}/sources.sha256`, digest.digest("hex") + "\n");

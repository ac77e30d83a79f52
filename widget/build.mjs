// Bundles src/ into the package. The result is committed, so that nobody who installs
// or tests the Python package needs Node.js; sources.sha256 lets a test see that it was
// built from the sources as they are.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const assets = "../consent_server/notice/assets";

await build({
  entryPoints: [
    { in: "src/main.js", out: "choices" },
    { in: "src/choices.css", out: "choices" },
    { in: "src/plain.css", out: "plain" },
  ],
  outdir: assets,
  bundle: true,
  minify: true,
  format: "iife",
  charset: "ascii",
  legalComments: "none",
  target: ["chrome111", "firefox121", "safari16.4"],
});

const digest = createHash("sha256");
for (const name of readdirSync("src").sort()) {
  digest.update(name + "\0").update(readFileSync(`src/${name}`)).update("\0");
}
writeFileSync(`${assets}/sources.sha256`, digest.digest("hex") + "\n");

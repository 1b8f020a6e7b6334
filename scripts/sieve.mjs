// Makes sieve-module.ts of sieve.wat. With `--check` says only whether that was done, by its exit code.
import { readFileSync, writeFileSync } from "node:fs";
import wabt from "wabt";
import { inRoot } from "./setup/root.mjs";

const file = inRoot("lib/detection/secrets/engine/sieve-module.ts");
const parsed = (await wabt()).parseWat("sieve.wat", readFileSync(inRoot("lib/detection/secrets/engine/sieve.wat"), "utf8"));
const bytes = Buffer.from(parsed.toBinary({}).buffer).toString("base64");
const text = `/** sieve.wat as WebAssembly, base64: made by \`npm run sieve\`. */\nexport const sieveModule =\n  "${bytes}";\n`;
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error("sieve-module.ts is not what sieve.wat says: run `npm run sieve`.");
  process.exit(1);
}

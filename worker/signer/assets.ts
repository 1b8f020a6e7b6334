import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Exchange, Reply } from "./http/exchange";

const root = fileURLToPath(new URL("../../", import.meta.url));
const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const kept = new Map<string, Buffer>();

/** Where an asset's path leads; null for anything that is not one of ours. No path from outside reaches the file system as it is. */
function locate(name: string): string | null {
  if (/^(page|statement|answer)\.css$/.test(name)) return `worker/signer/browser/${name}`;
  if (name === "icon.svg") return "app/icon.svg";
  if (name === "tokens.css") return "components/tokens.css";
  if (name === "sign.mjs" || name === "enrol.mjs" || name === "prompt.mjs") return `worker/signer/browser/${name}`;
  if (/^webauthn\/(index|(methods|helpers|types)\/\w+)\.js$/.test(name)) return `node_modules/@simplewebauthn/browser/esm/${name.slice("webauthn/".length)}`;
  if (/^inter-(latin|latin-ext)\.woff2$/.test(name)) return `node_modules/@fontsource-variable/inter/files/${name.replace(".woff2", "-wght-normal.woff2")}`;
  if (/^jetbrains-mono-(latin|latin-ext)\.woff2$/.test(name))
    return `node_modules/@fontsource-variable/jetbrains-mono/files/${name.replace(".woff2", "-wght-normal.woff2")}`;
  return null;
}

/** One of the few files these pages need, or null. */
export async function asset({ path: asked, headers }: Exchange): Promise<Reply | null> {
  const name = asked.replace(/^\/assets\//, "");
  const file = locate(name);
  if (!file) return null;
  const content = kept.get(name) ?? prepare(name, await readFile(path.join(root, file)));
  kept.set(name, content);
  const type = types[path.extname(file)] ?? "application/octet-stream";
  const gzip = path.extname(file) !== ".woff2" && /\bgzip\b/.test(String(headers["accept-encoding"] ?? ""));
  return {
    status: 200,
    headers: { "content-type": type, "cache-control": "public, max-age=300", vary: "accept-encoding", ...(gzip ? { "content-encoding": "gzip" } : {}) },
    body: gzip ? gzipSync(content) : content,
  };
}

/** The product's tokens know dark as an attribute; here the system's preference counts as long as nobody chose. */
function prepare(name: string, content: Buffer): Buffer {
  if (name !== "tokens.css") return content;
  const text = content.toString("utf8");
  const dark = /\[data-theme="dark"\] \{([^}]*)\}/.exec(text)?.[1] ?? "";
  return Buffer.from(`${text}\n@media (prefers-color-scheme: dark) {\n  :root:not([data-theme]) {${dark}}\n}\n`);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Chance } from "./random";

export interface File {
  path: string;
  bytes: Buffer;
}

const words =
  "the of and to in is for on that with this are be from it as at by we can not have will if you has was an or all when which one use new add fix update deploy server client request response error user account page build test release branch merge review please thanks today yesterday morning meeting customer invoice report dashboard query index cache timeout retry failed success config login session header".split(
    " ",
  );
const levels = ["INFO", "WARN", "ERROR", "DEBUG"];
const paths = ["/api/v1/users", "/api/v1/tokens", "/health", "/login", "/assets/app.js", "/api/v1/orders", "/api/v1/invoices", "/search", "/oauth/authorize"];
const hex = "0123456789abcdef";
const alnum = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const secretly = ["password", "token", "secret", "API key", "credentials"];
/** A dozen words; of fifty such sentences one speaks of secrets. */
const sentence = (by: Chance): string =>
  Array.from({ length: by.between(4, 24) }, () => by.pick(words)).join(" ") + (by.chance(0.02) ? `, the ${by.pick(secretly)} ${by.pick(words)}` : "");
const uuid = (by: Chance): string => [8, 4, 4, 4, 12].map((length) => by.text(hex, length)).join("-");

/** A chat's export: an array of messages in JSON, with threads, reactions, links. */
function chat(by: Chance): string {
  const messages = Array.from({ length: by.between(40, 160) }, () => ({
    client_msg_id: uuid(by),
    type: "message",
    user: `U${by.text(alnum.slice(0, 36), 10)}`,
    ts: `${1_700_000_000 + by.int(9_000_000)}.${by.text("0123456789", 6)}`,
    text: by.chance(0.1)
      ? `see https://git.corp.invalid/${by.pick(words)}/${by.pick(words)}/merge_requests/${by.int(900)} — ${sentence(by)}`
      : `${sentence(by)}.`,
    team: "T024BE7LD",
    reactions: by.chance(0.2) ? [{ name: by.pick(words), count: by.int(5), users: [`U${by.text(alnum.slice(0, 36), 10)}`] }] : undefined,
    blocks: [{ type: "rich_text", block_id: by.text(alnum, 5), elements: [{ type: "text", text: sentence(by) }] }],
  }));
  return JSON.stringify(messages, null, by.chance(0.5) ? 2 : 0);
}

/** Lines of a web server, of a program that logs JSON, of a build. */
function log(by: Chance): string {
  const kind = by.int(3);
  return Array.from({ length: by.between(100, 600) }, () => line(by, kind)).join("\n");
}

function line(by: Chance, kind: number): string {
  const time = new Date(1_700_000_000_000 + by.int(1_000_000_000)).toISOString();
  if (kind === 0)
    return `10.${by.int(255)}.${by.int(255)}.${by.int(255)} - - [${time}] "GET ${by.pick(paths)}/${by.int(99_999)}?page=${by.int(50)}&sort=${by.pick(words)} HTTP/1.1" ${by.pick([200, 200, 200, 304, 401, 404, 500])} ${by.int(50_000)} "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"`;
  if (kind === 1)
    return JSON.stringify({
      level: by.pick(levels).toLowerCase(),
      time,
      pid: by.int(60_000),
      reqId: uuid(by),
      msg: sentence(by),
      path: by.pick(paths),
      ms: by.int(2_000),
      sha: by.text(hex, 40),
    });
  return `${time} [${by.pick(levels)}] ${by.pick(words)}.${by.pick(words)}: ${sentence(by)} (${by.text(hex, 12)})`;
}

/** Files of programs as they are published: this project's own dependencies, in a fixed order. */
function programs(root: string, most: number): File[] {
  const files: File[] = [];
  let size = 0;
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (size > most) return;
      if (entry.isDirectory()) walk(path);
      else if (/\.(?:[cm]?[jt]s|md|json|ya?ml)$/.test(entry.name)) {
        const bytes = readFileSync(path);
        if (bytes.length > 300_000) continue;
        size += bytes.length;
        files.push({ path, bytes });
      }
    }
  };
  for (const name of ["zod", "undici", "commander", "pino", "pg", "react-dom", "recharts", "yaml", "uuid", "prisma", "vitest", "typescript"])
    walk(join(root, name));
  return files;
}

/** A third each of programs, chats and logs; `size` in bytes. */
export function mixedCorpus(size: number): File[] {
  const by = new Chance(20_261);
  const third = size / 3;
  const files = programs("node_modules", third);
  for (const [make, name] of [
    [chat, "export.json"],
    [log, "service.log"],
  ] as const) {
    for (let made = 0, at = 0; made < third; at++) {
      const bytes = Buffer.from(make(by));
      files.push({ path: `${at}/${name}`, bytes });
      made += bytes.length;
    }
  }
  return files;
}

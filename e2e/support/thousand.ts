import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { create } from "tar";
import { type Planted, plant } from "../../bench/support/secrets/planted";
import { Chance } from "../../bench/support/secrets/random";
import { sha256 } from "../../lib/core/canonical";
import { Repository } from "../../lib/exposure/testkit/repository";
import { zipOf } from "../../lib/exposure/testkit/zip-of";

/** Something to look through, and the secrets in it. */
export interface PlantedSource {
  name: string;
  /** what `countersign scan` gets, and what stands on its standard input */
  words: string[];
  input?: string;
  secrets: string[];
  /** what may stand nowhere: each secret on one line, and of those on several each line that holds a part of it */
  needles: string[];
}

const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const csv = (text: string) => `"${text.replaceAll('"', '""')}"`;
const day = "2026-03-02T10:00:00.000Z";
/** As GitHub Actions puts before each line. */
const stamp = "2026-03-02T10:00:00.0000000Z ";
const mail = (text: string, n: number) =>
  `From: Ada <ada@example.test>\nTo: ops@example.test\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nMessage-ID: <m${n}@example.test>\nSubject: Access\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\n")}\n`;

async function tarOf(files: Record<string, string | Uint8Array>): Promise<Buffer> {
  const top = mkdtempSync(path.join(tmpdir(), "countersign-tar-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, name)), { recursive: true });
    writeFileSync(path.join(top, name), content);
  }
  const parts: Buffer[] = [];
  for await (const part of create({ cwd: top, portable: true, noDirRecurse: true }, Object.keys(files))) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

type Words = string[] | Pick<PlantedSource, "words" | "input">;
type Made = Record<string, (these: Planted[], text: string, folder: string) => Words | Promise<Words>>;

/** Each form that a scan takes, made of some secrets; returns the words that have it looked through. */
const forms: Made = {
  "a history": (_, text) => {
    const repository = new Repository();
    repository.commit({ "deploy/notes.txt": text });
    repository.commit({ "deploy/notes.txt": "nothing any more\n" });
    return [repository.folder];
  },
  "a directory": (these, _, folder) => {
    const top = path.join(folder, "tree");
    for (const [n, { path: name, text }] of these.entries()) {
      mkdirSync(path.join(top, String(n), path.dirname(name)), { recursive: true });
      writeFileSync(path.join(top, String(n), name), text);
    }
    return [top, "--all"];
  },
  "a file in UTF-16": (_, text, folder) => put(folder, "notes.txt", Buffer.from(`\ufeff${text}`, "utf16le")),
  "archives in each other": async (_, text, folder) => put(folder, "backup.tgz", gzipSync(await tarOf({ "inner.zip": zipOf({ "notes.txt": text }) }))),
  "a Slack export": (these, _, folder) => {
    const said = these.map(({ text }, n) => ({ ts: `17724456${String(n).padStart(2, "0")}.000100`, user: "U1", text: xml(text) }));
    return put(folder, "slack.zip", zipOf({ "channels.json": '[{"id":"C1","name":"ops"}]', "users.json": "[]", "ops/2026-03-02.json": JSON.stringify(said) }));
  },
  "a Jira export in XML": (these, _, folder) => {
    const items = these.map(
      ({ text }, n) => `<item><key>OPS-${n}</key><summary>Access</summary><description>${xml(`<pre>${xml(text)}</pre>`)}</description></item>`,
    );
    return put(folder, "jira.xml", `<?xml version="1.0"?><!-- JIRA --><rss><channel>${items.join("")}</channel></rss>`);
  },
  "a Jira export in CSV": (these, _, folder) =>
    put(folder, "jira.csv", `Summary,Issue key,Description\n${these.map(({ text }, n) => `Access,OPS-${n},${csv(text)}`).join("\n")}\n`),
  "a Confluence export": (these, _, folder) => {
    const bodies = these.map(
      ({ text }, n) =>
        `<object class="BodyContent" package="x"><id name="id">${n + 500}</id><property name="body"><![CDATA[<pre>${xml(text)}</pre>]]></property><property name="content" class="Page" package="x"><id name="id">100</id></property></object>`,
    );
    const page = `<object class="Page" package="x"><id name="id">100</id><property name="title"><![CDATA[Access]]></property></object>`;
    const whole = `<?xml version="1.0" encoding="UTF-8"?>\n<hibernate-generic datetime="2026-05-01 10:00:00">${page}${bodies.join("")}</hibernate-generic>`;
    return put(folder, "wiki.zip", zipOf({ "entities.xml": whole, "exportDescriptor.properties": "exportType=space\nspaceKey=OPS\n" }));
  },
  "a mailbox": (these, _, folder) =>
    put(folder, "ops.mbox", these.map(({ text }, n) => `From ada@example.test Mon Mar  2 10:00:00 2026\n${mail(text, n)}\n`).join("")),
  "a build log": (_, text, folder) => {
    const log = `${stamp}${text.trimEnd().replaceAll("\n", `\n${stamp}`)}\n`;
    return put(folder, "logs.zip", zipOf({ "0_build.txt": log, "build/1_Run deploy.txt": log, "build/system.txt": `${stamp}Ran it.\n` }));
  },
  "an HTTP Archive": (these, _, folder) => {
    const entries = these.map(({ text }) => ({
      startedDateTime: day,
      request: { method: "POST", url: "https://api.example.test/v1", headers: [], queryString: [], postData: { mimeType: "text/plain", text } },
      response: { status: 200, headers: [], content: { mimeType: "text/plain", encoding: "base64", text: Buffer.from(text).toString("base64") } },
    }));
    return put(folder, "session.har", JSON.stringify({ log: { version: "1.2", creator: { name: "Browser", version: "1" }, entries } }));
  },
  "an image": async (_, text, folder) => {
    const config = { created: day, config: { Env: ["PATH=/usr/bin"] }, rootfs: { type: "layers", diff_ids: [] }, history: [] };
    const layer = await tarOf({ "app/notes.txt": text });
    const manifest = [{ Config: "config.json", RepoTags: ["app:1"], Layers: ["a/layer.tar"] }];
    return put(folder, "image.tar", await tarOf({ "manifest.json": JSON.stringify(manifest), "config.json": JSON.stringify(config), "a/layer.tar": layer }));
  },
  "a report of gitleaks": (these, _, folder) =>
    put(
      folder,
      "gitleaks.json",
      JSON.stringify(
        these.map(({ secret, text, path: file }) => ({
          RuleID: "some-rule",
          Secret: secret,
          Match: text.includes(secret) ? text : secret,
          File: file,
          StartLine: 1,
          Commit: "",
          Author: "",
          Email: "",
          Date: day,
        })),
      ),
    ),
  "a report of TruffleHog": (these, _, folder) =>
    put(
      folder,
      "trufflehog.json",
      these
        .map(({ secret, path: file }) =>
          JSON.stringify({ SourceMetadata: { Data: { Filesystem: { file, line: 1 } } }, DetectorName: "Some", Verified: false, Raw: secret }),
        )
        .join("\n"),
    ),
  "a report in SARIF": (these, _, folder) => {
    // gitleaks puts the secret itself there, others a line of code
    const runOf = (name: string, some: Planted[], snippetOf: (one: Planted) => string) => ({
      tool: { driver: { name, rules: [{ id: "some-secret" }] } },
      results: some.map((one) => ({
        ruleId: "some-secret",
        message: { text: "A secret" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: one.path },
              region: { startLine: 1, snippet: { text: snippetOf(one) } },
              contextRegion: { snippet: { text: one.text } },
            },
          },
        ],
      })),
    });
    const half = Math.ceil(these.length / 2);
    const runs = [runOf("gitleaks", these.slice(0, half), ({ secret }) => secret), runOf("noseyparker", these.slice(half), ({ text }) => text)];
    return put(folder, "report.sarif", JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs }));
  },
  "a report of GitGuardian": (these, _, folder) => {
    const found = these.map(({ secret, path: filename }) => ({
      filename,
      incidents: [{ type: "Some token", validity: "unknown", ignore_sha: sha256(secret), occurrences: [{ match: secret, type: "apikey", line_start: 1 }] }],
    }));
    return put(folder, "ggshield.json", JSON.stringify({ id: "ops", type: "path_scan", entities_with_incidents: found, total_incidents: found.length }));
  },
  "standard input": (_, text) => ({ words: ["-", "--all"], input: text }),
  "alerts of GitHub": (these, _, folder) =>
    put(
      folder,
      "alerts.json",
      JSON.stringify(
        these.map(({ secret, path: file }, n) => ({
          ...{ number: n, created_at: day, html_url: `https://github.example.test/a/b/security/secret-scanning/${n}`, state: "open", resolution: null },
          ...{ url: `https://api.github.example.test/repos/a/b/secret-scanning/alerts/${n}`, locations_url: `https://api.github.example.test/${n}` },
          ...{ secret_type: "some_token", secret_type_display_name: "Some token", secret, validity: "unknown" },
          first_location_detected: { path: file, start_line: 1, end_line: 1, start_column: 1, end_column: 2, blob_sha: "b10b", commit_sha: "c0ffee" },
        })),
      ),
    ),
};

function put(folder: string, name: string, content: string | Uint8Array): string[] {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return [at, "--all"];
}

/** Of a key its lines of base64; but of several not the first, which may say of what form it is and no more. */
function needlesOf(secret: string): string[] {
  if (!secret.includes("\n")) return [secret];
  const lines = secret.split("\n").filter((line) => /^[A-Za-z0-9+/]{24,}={0,2}$/.test(line));
  return lines.length > 1 ? lines.slice(1) : lines;
}

/** Shorter ones stand somewhere by chance, or as words. */
const shortest = 8;

/**
 * So many secrets of every vendor's form and by their names alone, short ones and keys of many lines too, each known by nothing but itself, dealt out to every
 * form of source. They are made by code that the detectors don't share.
 */
export async function plantedSources(count: number): Promise<PlantedSource[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-thousand-"));
  const bySecret = new Map(plant(new Chance(20261126), count * 2).map((one) => [one.secret, one]));
  const usable = [...bySecret.values()].filter(({ secret }) => secret.length >= shortest);
  // from all of them alike: those known by their names alone are the last
  const dealt = Array.from({ length: count }, (_, n) => usable[Math.floor((n * usable.length) / count)] as Planted);
  const makers = Object.entries(forms);
  return Promise.all(
    makers.map(async ([name, make], n) => {
      const these = dealt.filter((_, at) => at % makers.length === n);
      const made = await make(these, `${these.map(({ text }) => text).join("\n\n")}\n`, folder);
      const secrets = these.map(({ secret }) => secret);
      return { name, ...(Array.isArray(made) ? { words: made } : made), secrets, needles: secrets.flatMap(needlesOf) };
    }),
  );
}

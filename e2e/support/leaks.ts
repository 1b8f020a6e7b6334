import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Repository } from "../../lib/exposure/testkit/repository";
import { zipOf } from "../../lib/exposure/testkit/zip-of";
import { runScript, type Stack } from "./stack";

/** A secret pasted into a repository (and removed again), a Slack export and a Jira export. */
export class Leaks {
  private constructor(
    private readonly folder: string,
    readonly repository: Repository,
  ) {}

  static async of(secret: string): Promise<Leaks> {
    const repository = new Repository();
    repository.commit({ "deploy.env": `UNLEASH_TOKEN=${secret}\n` });
    repository.commit({ "deploy.env": "UNLEASH_TOKEN=\n" });
    const leaks = new Leaks(await mkdtemp(path.join(tmpdir(), "countersign-leaks-")), repository);
    await leaks.chat("slack.zip", secret);
    const item = `<item><key>OPS-41</key><summary>Rates are wrong</summary><description>try with ${secret}</description><created>Mon, 2 Mar 2026 10:00:00 +0000</created></item>`;
    await writeFile(leaks.at("jira.xml"), `<?xml version="1.0"?><!-- JIRA --><rss><channel>${item}</channel></rss>`);
    return leaks;
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }

  /** A Slack export in which somebody pasted the secret. */
  async chat(name: string, secret: string): Promise<void> {
    const said = [{ ts: "1772445600.000100", user: "U1", text: `use this for now: ${secret}` }];
    const users = [{ id: "U1", profile: { real_name: "Nora Vance" } }];
    await writeFile(
      this.at(name),
      zipOf({ "channels.json": '[{"id":"C1","name":"rates"}]', "users.json": JSON.stringify(users), "rates/2026-03-02.json": JSON.stringify(said) }),
    );
  }
}

/** `countersign scan` on a stack's host; finding something is no fault. Returns what it said. */
export const scan = (stack: Stack, ...words: string[]): Promise<string> => runScript(stack, "scripts/countersign.mjs", ["scan", ...words], [0, 10]);

/** The same of what stands on its standard input. */
export const scanPiped = (stack: Stack, input: string, ...words: string[]): Promise<string> =>
  runScript(stack, "scripts/countersign.mjs", ["scan", ...words], [0, 10], input);

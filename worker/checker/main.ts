import { createInterface } from "node:readline";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { checkers } from "../../lib/connectors/checkers";
import type { Checked } from "../../lib/connectors/contract";
import { createVendorHttp } from "../../lib/connectors/http";
import { createLogger } from "../../lib/core/logger";
import { openText } from "../../lib/credentials/seal";
import { CheckTask } from "./task";

// Tries secrets that were found somewhere. It has no database, no credential and no key but one that lives as long as it does; each line of its
// standard input is one task, sealed to that key; each line of its standard output one answer. It forgets every secret with its answer, and ends
// with its standard input.

const identity = await generateX25519Identity();
process.stdout.write(`${await identityToRecipient(identity)}\n`);
const log = createLogger("checker", "silent");

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(await answer(line))}\n`);

async function answer(line: string): Promise<Checked> {
  try {
    const { vendor, origin, ca, allowPrivate, settings, secret, handle } = CheckTask.parse(JSON.parse(await openText(identity, JSON.parse(line) as string)));
    const check = checkers[vendor];
    if (!check) return { validity: "unknown", status: null, evidence: `Nothing is known to try at ${vendor}.` };
    return await check(createVendorHttp({ origin, ca, allowPrivate, log }), settings, secret, handle);
  } catch (error) {
    // what went wrong may hold what was given
    return { validity: "unknown", status: null, evidence: `The check failed (${error instanceof Error ? error.name : "unknown"}).` };
  }
}

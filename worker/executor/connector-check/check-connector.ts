import { createSecretKey, randomBytes } from "node:crypto";
import { endsNothing } from "../../../lib/connectors/declarative/abilities";
import type { DeclarativeReadCredential, DeclarativeRevokeCredential } from "../../../lib/connectors/declarative/credential";
import { readConnectorOf } from "../../../lib/connectors/declarative/read";
import { revokerOf } from "../../../lib/connectors/declarative/revoke";
import type { Declaration } from "../../../lib/connectors/declarative/schema/declaration";
import type { VendorHttp } from "../../../lib/connectors/vendor-http";
import { fingerprinter } from "../../../lib/fingerprints/pepper";
import { checkLookUp, checkShapes } from "./act-steps";
import type { CheckParts, FieldCoverage, Step } from "./parts";
import { checkAccounts, checkHealth, checkList } from "./read-steps";
import { notSacrificed, sacrifice } from "./sacrifice";

export interface CheckInput {
  declaration: Declaration;
  origin: string;
  http: VendorHttp;
  read: DeclarativeReadCredential;
  revoke: DeclarativeRevokeCredential | null;
  /** id or name of the one token to end; null = nothing is ended */
  sacrifice: string | null;
  /** id or name of the one token to disable; null or absent = nothing is disabled */
  sacrificeDisabled?: string | null;
  now: CheckParts["now"];
  wait: CheckParts["wait"];
  onProgress: CheckParts["onProgress"];
}
export interface CheckReport {
  steps: Step[];
  coverage: FieldCoverage[];
  /** the system could not be asked at all */
  reached: boolean;
}

/** Holds a declaration against a real system. Reads and tries credentials; changes nothing but the tokens that were named for it: one to disable, one to end. */
export async function checkConnector(input: CheckInput): Promise<CheckReport> {
  const { declaration, origin, http, now } = input;
  const reader = readConnectorOf(declaration).reader;
  if (!reader) throw new Error("a declaration always has a reader");
  // a pepper of this check alone: its fingerprints are compared with nothing outside
  const pepper = { current: 1, keys: new Map([[1, createSecretKey(randomBytes(32))]]) };
  const open = <C>(credential: C) => ({
    id: "connector-check",
    name: declaration.system,
    origin,
    settings: { declaration },
    credential,
    http,
    ...fingerprinter(pepper),
    now,
  });
  const parts: CheckParts = {
    ...{ declaration, now, wait: input.wait, onProgress: input.onProgress },
    read: open(input.read),
    revoke: input.revoke && !endsNothing(declaration) ? { connection: open(input.revoke), revoker: revokerOf(declaration) } : null,
  };
  const health = await checkHealth(parts, reader);
  const report: CheckReport = { steps: [health.step], coverage: [], reached: health.reached };
  if (health.step.verdict !== "good") return report;
  const { steps, coverage, listed } = await checkList(parts, reader);
  report.steps.push(...steps, await checkAccounts(parts, reader, listed));
  report.coverage = coverage;
  const { revoke } = parts;
  if (!revoke) return report;
  report.steps.push(await checkLookUp(parts, revoke, listed), ...(await checkShapes(parts, revoke, listed)));
  for (const [effect, named] of [
    ["disabled", input.sacrificeDisabled ?? null],
    ["dead", input.sacrifice],
  ] as const) {
    if (named === null) continue;
    const sound = report.steps.every(({ verdict }) => verdict !== "bad");
    report.steps.push(sound ? await sacrifice(parts, revoke, listed, named, effect) : notSacrificed(effect));
  }
  return report;
}

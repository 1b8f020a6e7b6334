import type { Described, Gone, Target } from "../../lib/connectors/contract";
import type { Weighed } from "../../lib/domain/criticality";
import type { StatementTarget } from "../../lib/domain/statement";
import type { ReadableCase } from "./authority/case";
import { inventoryRow } from "./authority/facts";
import type { TargetFacts } from "./authority/target-checks";
import { type OpenedConnection, openConnection } from "./open-connection";
import type { Parts } from "./parts";
import { Refused } from "./refused";

/** What the vendor says of a target before anything is done to it. */
export interface Preflight extends OpenedConnection {
  target: Target;
  found: Described | Gone;
  /** what the quorum is computed from; undefined when the target is gone, since then nothing will be done to it */
  seen: Weighed | undefined;
}

/** The signed target as connectors take it. */
export const asTarget = ({ token: _token, ...target }: StatementTarget): Target => target;

/**
 * Asks the vendor, with the executor's own credential, what the target is now, and compares it with what was signed.
 * Throws Refused by name, for this target alone; VendorFault when the vendor gave no usable answer.
 */
export async function preflight(parts: Parts, request: ReadableCase, target: StatementTarget): Promise<Preflight> {
  const { statement, row, trust } = request;
  const opened = await openConnection(parts, trust, row.connectionId);
  const effects = opened.revoker.effects[target.class] ?? [];
  const inventory = await inventoryRow(parts.ctx, target.token);
  const facts: TargetFacts = { connectionId: row.connectionId, effect: statement.effect, signed: target, row: inventory, effects, seen: null };
  check(parts, facts);
  const found = await opened.revoker.describe(opened.connection, asTarget(target));
  if (found.kind === "gone") return { ...opened, target: asTarget(target), found, seen: undefined };
  check(parts, { ...facts, seen: { ...found.target, fingerprint: fingerprintOf(opened, target, found) } });
  return { ...opened, target: asTarget(target), found, seen: { environment: found.target.environment, reach: found.reach } };
}

/** Where the vendor shows the secret, the executor fingerprints it itself, whatever the connector says; an older pepper's fingerprint of it still fits. */
function fingerprintOf({ connection }: OpenedConnection, signed: StatementTarget, { target, material }: Described): Target["fingerprint"] {
  const known = signed.fingerprint;
  if (material === null || known?.kind !== "hmac_sha256") return target.fingerprint;
  const { kind, value } = connection.fingerprint(material);
  return connection.fingerprintMatches(material, known) ? known : { kind, value };
}

function check(parts: Parts, facts: TargetFacts): void {
  const failing = parts.checks.target.find((each) => !each.holds(facts));
  if (failing) throw new Refused(failing.refusal, `does not hold: ${failing.name}`);
}

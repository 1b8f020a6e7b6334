import type { Target } from "../../../lib/connectors/contract";
import { canonical } from "../../../lib/core/canonical";
import type { Refusal } from "../../../lib/domain/refusals";
import type { StatementTarget } from "../../../lib/domain/statement";
import type { Effect, TokenClass } from "../../../lib/domain/tokens";

/** The inventory's row of the token, as the database has it now: what would be shown as dead. */
export interface InventoryRow {
  connectionId: string;
  class: TokenClass;
  handle: unknown;
  imported: boolean;
  name: string;
  issuedAt: Date | null;
  scopes: readonly string[];
  environment: string | null;
  /** since when a complete listing of the collector's no longer shows it; null = it is listed */
  missingSince: Date | null;
  /** those that identify it */
  fingerprints: readonly { kind: string; value: string }[];
}

export interface TargetFacts {
  connectionId: string;
  effect: Effect;
  signed: StatementTarget;
  row: InventoryRow | null;
  /** what the connector can bring about for this class */
  effects: readonly Effect[];
  /** the target as the vendor describes it; null before it was asked, or when it is gone there */
  seen: Target | null;
}

export interface TargetCheck {
  name: string;
  refusal: Extract<Refusal, "target_changed" | "import_only" | "effect_unsupported">;
  holds(facts: TargetFacts): boolean;
}

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);
const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));
const asSet = (scopes: readonly string[]): string[] => [...new Set(scopes)].sort();

/** Holds as long as the vendor has not been asked. */
const described = (name: string, holds: (signed: StatementTarget, seen: Target) => boolean): TargetCheck => ({
  name: `the vendor describes the signed ${name}`,
  refusal: "target_changed",
  holds: ({ signed, seen }) => seen === null || holds(signed, seen),
});

/**
 * What must hold of one target: of the inventory's row, of the connector, and of what the vendor says of it.
 * Never last used, owner or findings: those change without the token becoming another one.
 */
export const targetChecks: readonly TargetCheck[] = [
  {
    name: "the inventory's row is the signed token",
    refusal: "target_changed",
    holds: ({ row, connectionId, signed }) =>
      row !== null &&
      row.connectionId === connectionId &&
      row.class === signed.class &&
      same(row.handle, signed.handle) &&
      row.name === signed.name &&
      (row.issuedAt?.getTime() ?? null) === instant(signed.created) &&
      same(asSet(row.scopes), asSet(signed.scopes)) &&
      row.environment === signed.environment,
  },
  {
    // A made-up one would have the vendor look for what it never had, and take an honest "not here" for a death.
    name: "the inventory's row has the signed fingerprint",
    refusal: "target_changed",
    holds: ({ row, signed: { fingerprint } }) =>
      fingerprint === null
        ? row === null || row.fingerprints.length === 0
        : row?.fingerprints.some(({ kind, value }) => kind === fingerprint.kind && value === fingerprint.value) === true,
  },
  {
    name: "a handle that carries a fingerprint carries the signed one",
    refusal: "target_changed",
    holds: ({ signed: { handle, fingerprint } }) => handle.fingerprint === undefined || handle.fingerprint === fingerprint?.value,
  },
  { name: "the token is known from its system, not from an import alone", refusal: "import_only", holds: ({ row }) => row?.imported !== true },
  { name: "the connector can bring about the effect", refusal: "effect_unsupported", holds: ({ effects, effect }) => effects.includes(effect) },
  described("class", (signed, seen) => signed.class === seen.class),
  described("handle", (signed, seen) => same(signed.handle, seen.handle)),
  described("name", (signed, seen) => signed.name === seen.name),
  described("creator", (signed, seen) => signed.creator === seen.creator),
  described("created", (signed, seen) => instant(signed.created) === instant(seen.created)),
  described("scopes", (signed, seen) => same(asSet(signed.scopes), asSet(seen.scopes))),
  described("environment", (signed, seen) => signed.environment === seen.environment),
  described("fingerprint", (signed, seen) => same(signed.fingerprint, seen.fingerprint)),
];

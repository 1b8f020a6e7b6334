import { canonical } from "../../../lib/core/canonical";
import { type Envelope, envelopeDifferences } from "../../../lib/credentials/envelope";
import type { Refusal } from "../../../lib/domain/refusals";
import type { ConnectionStatement } from "../../../lib/domain/statement";

/** The database's row of a connection. */
export interface ConnectionRow {
  connector: string;
  origin: string;
  ca: string | null;
  allowPrivate: boolean;
  settings: unknown;
}
export interface ConnectionFacts {
  deployment: string;
  trusted: ConnectionStatement;
  row: ConnectionRow;
  envelope: Envelope;
}
export interface ConnectionCheck {
  name: string;
  refusal: Extract<Refusal, "connection_changed">;
  holds(facts: ConnectionFacts): boolean;
}

/** What must hold before a revoke credential is used. The address itself is always the signed one. */
export const connectionChecks: readonly ConnectionCheck[] = [
  {
    name: "the stored connection is the signed one",
    refusal: "connection_changed",
    holds: ({ row, trusted }) => {
      const { vendor: connector, origin, ca, allowPrivate, settings } = trusted;
      const stored = { connector: row.connector, origin: row.origin, ca: row.ca, allowPrivate: row.allowPrivate, settings: row.settings };
      return canonical({ connector, origin, ca, allowPrivate, settings }) === canonical(stored);
    },
  },
  {
    name: "the credential was sealed for the signed connection",
    refusal: "connection_changed",
    holds: ({ deployment, trusted, envelope }) => {
      const { connection, vendor, origin, ca } = trusted;
      return envelopeDifferences(envelope, { deployment, connection, vendor, origin, ca }).length === 0;
    },
  },
];

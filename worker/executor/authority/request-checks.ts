import { digestOf } from "../../../lib/core/canonical";
import type { Refusal } from "../../../lib/domain/refusals";
import { longestLifeMilliseconds, type StatementTarget } from "../../../lib/domain/statement";
import type { ReadableCase } from "./case";

/** One thing that must hold of a request before any target of it is touched. */
export interface RequestCheck {
  name: string;
  refusal: Refusal;
  holds(request: ReadableCase, target: StatementTarget): boolean;
}

const notYetActed = (request: ReadableCase, target: StatementTarget) => !request.acted.has(digestOf(target));

/**
 * What must hold of the request and its statement, in this order; the first that does not names the refusal.
 * They are asked again before every call that could change something at the vendor.
 */
export const requestChecks: readonly RequestCheck[] = [
  { name: "the statement is of this deployment", refusal: "wrong_deployment", holds: (r) => r.statement.deployment === r.root.deployment },
  { name: "the statement names this request", refusal: "request_mismatch", holds: (r) => r.statement.request === r.row.id },
  { name: "the row's requester is the signed one", refusal: "statement_altered", holds: (r) => r.row.requesterId === r.statement.requester },
  {
    name: "no target stands twice",
    refusal: "statement_altered",
    holds: (r) => new Set(r.statement.targets.map(digestOf)).size === r.statement.targets.length,
  },
  {
    name: "each target has its quorum",
    refusal: "statement_altered",
    holds: (r) => r.statement.quorum.length === r.statement.targets.length,
  },
  { name: "no operator stopped it", refusal: "stopped", holds: (r) => !r.latches.has("stopped") },
  { name: "nobody denied it", refusal: "denied", holds: (r) => !r.latches.has("denied") },
  { name: "nobody withdrew it", refusal: "withdrawn", holds: (r) => !r.latches.has("withdrawn") },
  {
    name: "its time has not run out before the first act",
    refusal: "expired",
    holds: (r, target) => !notYetActed(r, target) || r.now < new Date(r.statement.expiry),
  },
  {
    name: "it is at most 7 days old by this executor's own first sight",
    refusal: "too_old",
    holds: (r, target) => !notYetActed(r, target) || r.now.getTime() - r.firstSight.getTime() <= longestLifeMilliseconds,
  },
  {
    name: "the approval policy it was signed under is the active one",
    refusal: "policy_superseded",
    holds: (r) => r.statement.approvalPolicy === r.trust.policy.digest,
  },
  {
    // Without any active statement opening the connection is refused: connection_not_trusted.
    name: "the connection it was signed for is the active one",
    refusal: "connection_changed",
    holds: (r) => !r.trust.connections.has(r.row.connectionId) || r.trust.connections.get(r.row.connectionId)?.digest === r.statement.connection,
  },
];

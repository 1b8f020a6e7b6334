import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import type { Quorum, StatementTarget } from "../domain/statement";
import { RevocationStatement } from "../domain/statement";
import { actedStates, type RequestState } from "../domain/states";
import type { Effect } from "../domain/tokens";

import { type TokenRow, tokenRows } from "../tokens/token-row";
import { type Approver, activePolicy, enrolledApprovers } from "./active-trust";
import { type MachineLane, machineLanes } from "./machine-lane";
import { type PersonStep, peopleLane } from "./people-lane";
import { requestStatus } from "./status";
import { strictest } from "./weigh";

export interface RequestTargetView {
  digest: string;
  signed: StatementTarget;
  /** the token as it is now; null when it is gone from the inventory */
  row: TokenRow | null;
  /** as filed; the executor asks the vendor and takes the stricter */
  quorum: Quorum;
  because: string[];
  critical: boolean;
  execution: MachineLane | null;
  /** what the executor found while it waits */
  waits: { for: string; detail: string; at: string } | null;
}

export interface RequestPage {
  id: string;
  number: number;
  digest: string;
  reason: string;
  effect: Effect;
  status: RequestState;
  outcome: { reason: string | null; at: string } | null;
  createdAt: string;
  expiresAt: string;
  connection: { id: string; name: string; origin: string };
  requester: { id: string; name: string };
  supersedes: number | null;
  supersededBy: number | null;
  targets: RequestTargetView[];
  people: PersonStep[];
  quorum: Quorum;
  /** active people with an active key who have neither asked nor answered */
  mayStillSign: Approver[];
  holdSeconds: number;
  /** whether the policy it names is still the active one */
  policyActive: boolean;
  may: { sign: boolean; withdraw: boolean; refile: boolean };
}

interface Snapshot {
  targets?: { token: string; critical: boolean; because: string[] }[];
}

/** Everything about one request, by its number. Throws NotFound. */
export async function requestPage(ctx: Context, number: number): Promise<RequestPage> {
  authorize(ctx.actor, "request.read");
  const { db } = ctx;
  const request = await db.request.findUnique({
    where: { number },
    include: {
      connection: { select: { id: true, name: true, origin: true } },
      requester: { select: { id: true, displayName: true } },
      targets: { orderBy: { position: "asc" } },
      outcome: true,
      checks: true,
    },
  });
  if (!request) throw notFound(`Request R-${number}`);
  const statement = RevocationStatement.parse(JSON.parse(request.statement));
  const [status, people, rows, executions, policy, approvers, older, newer] = await Promise.all([
    requestStatus(db, request.id),
    peopleLane(db, request.id),
    tokenRows(
      db,
      request.targets.map((target) => target.tokenId),
    ),
    machineLanes(db, { requestId: request.id }),
    activePolicy(db),
    enrolledApprovers(db),
    request.supersedes ? db.request.findUnique({ where: { id: request.supersedes }, select: { number: true } }) : null,
    db.request.findFirst({ where: { supersedes: request.id }, orderBy: { number: "desc" }, select: { number: true } }),
  ]);
  const shown = (request.preview as Snapshot).targets ?? [];
  const targets = request.targets.map((target, index): RequestTargetView => {
    const weight = shown.find((each) => each.token === target.tokenId);
    const check = request.checks.find((each) => each.targetDigest === target.digest);
    return {
      digest: target.digest,
      signed: statement.targets[index] as StatementTarget,
      row: rows.find((row) => row.id === target.tokenId) ?? null,
      quorum: statement.quorum[index] ?? policy.statement.critical,
      because: weight?.because ?? [],
      critical: weight?.critical ?? true,
      execution: executions.find((execution) => execution.targetDigest === target.digest) ?? null,
      waits: check ? { for: check.waitsFor, detail: check.detail, at: check.checkedAt.toISOString() } : null,
    };
  });
  const answered = new Set(people.flatMap(({ person }) => ("id" in person ? [person.id] : [])));
  return {
    id: request.id,
    number: request.number,
    digest: request.digest,
    reason: request.reason,
    effect: request.effect,
    status,
    outcome: request.outcome && { reason: request.outcome.reason, at: request.outcome.at.toISOString() },
    createdAt: request.createdAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    connection: request.connection,
    requester: { id: request.requester.id, name: request.requester.displayName },
    supersedes: older?.number ?? null,
    supersededBy: newer?.number ?? null,
    targets,
    people,
    quorum: strictest(targets.map((target) => target.quorum)),
    mayStillSign: approvers.filter((approver) => !answered.has(approver.id)),
    holdSeconds: policy.statement.holdSeconds,
    policyActive: policy.digest === statement.approvalPolicy,
    may: whatTheyMay(ctx, { requesterId: request.requesterId, status, targets, superseded: newer !== null, answered: people }),
  };
}

interface Standing {
  requesterId: string;
  status: RequestState;
  targets: RequestTargetView[];
  superseded: boolean;
  answered: PersonStep[];
}

const ended = new Set(["proven", "irrevocable", "refused", "stopped"]);

/** Which of the page's buttons this person gets. The verbs check again. */
function whatTheyMay(ctx: Context, { requesterId, status, targets, superseded, answered }: Standing): RequestPage["may"] {
  const me = ctx.actor.type === "person" ? ctx.actor.id : null;
  const signed = answered.some(({ kind, person }) => (kind === "signed" || kind === "requester_signed") && "id" in person && person.id === me);
  const open = targets.some(({ execution }) => !execution);
  const waits = status === "pending" && open;
  // One token of it may have enough signatures while another needs more.
  const signable = waits || (status === "approved" && open);
  const held = targets.some(({ execution }) => !execution || !(ended.has(execution.status) || actedStates.some((state) => state === execution.status)));
  const left = targets.filter(({ execution }) => execution?.status !== "proven" && execution?.status !== "irrevocable");
  const over = (status !== "pending" && status !== "approved") || left.every(({ execution }) => execution && ended.has(execution.status));
  return {
    sign: signable && !signed && may(ctx.actor, "request.sign"),
    withdraw: (waits || (status === "approved" && held)) && me === requesterId && may(ctx.actor, "request.withdraw"),
    refile: over && left.length > 0 && !superseded && status !== "denied" && may(ctx.actor, "request.file"),
  };
}

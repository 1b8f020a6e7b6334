import { appendAudit, appendAuditEach } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { type Actor, actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { forbidden } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { canMove, type FindingState, findingTransitions } from "../../domain/states";
import { findingStateTitles } from "../../domain/words";
import type { Left } from "../../tokens/recheck-selection";
import { mustBeActive } from "../../workloads/active-people";
import { endOfDay } from "../duties/set-due";
import { endOf } from "../suppressions/suppress-exposure";
import { withoutSecrets } from "../without-secrets";
import { exposuresAsReviewed, nameOf, type ReviewedExposure } from "./reviewed-exposures";
import { ActOnExposuresInput, type BulkAct, type BulkExposures } from "./schemas";

/**
 * Does one thing to every exposure of a reviewed set, as the verbs of a single one do; each stands in the log. What changed since the review, and what it can't
 * be done to, is left out and said. False positives of what works or is critical are proposals.
 */
export async function actOnExposures(ctx: Context, input: ActOnExposuresInput): Promise<BulkExposures> {
  authorize(ctx.actor, "finding.triage");
  const { act, ...reviewed } = parse(ActOnExposuresInput, input);
  return transaction(ctx, async (tx) => {
    const { unchanged, left } = await exposuresAsReviewed(tx, ctx, reviewed);
    const { done, proposed, refused } = await perform(tx, ctx, act, unchanged);
    const outcome = { done: done.length, proposed: proposed.length, left: [...left, ...refused] };
    await appendAudit(tx, ctx.actor, {
      action: "exposures.acted_in_bulk",
      subject: { type: "inventory", id: reviewed.selection },
      detail: { ...reviewed, act, done: done.length, proposed: proposed.length, left: outcome.left },
    });
    return outcome;
  });
}

interface Performed {
  done: string[];
  proposed: string[];
  refused: Left[];
}

async function perform(tx: Tx, ctx: Context, act: BulkAct, exposures: readonly ReviewedExposure[]): Promise<Performed> {
  switch (act.what) {
    case "triage":
      return move(tx, ctx, act.to, exposures);
    case "assign": {
      await mustBeActive(tx, { owner: act.person });
      const ids = exposures.map(({ id }) => id);
      await tx.$executeRaw`update exposure set assignee_id = ${act.person}::uuid where id = any(${ids}::uuid[])`;
      await auditEach(tx, ctx.actor, "exposure.assigned", ids, { is: act.person });
      return { done: ids, proposed: [], refused: [] };
    }
    case "due": {
      const [ids, due] = [exposures.map(({ id }) => id), act.day === null ? null : endOfDay(act.day)];
      await tx.$executeRaw`update exposure set due_at = ${due} where id = any(${ids}::uuid[])`;
      await auditEach(tx, ctx.actor, "exposure.due_set", ids, { is: due });
      return { done: ids, proposed: [], refused: [] };
    }
    case "false_positive":
      return suppress(tx, ctx, act, exposures);
    default:
      return act satisfies never;
  }
}

/** One entry for each exposure, so that its own page tells it. */
const auditEach = (tx: Tx, actor: Actor, action: string, ids: readonly string[], detail: object): Promise<void> =>
  appendAuditEach(tx, actor, ids, { action, subject: "exposure", detail: { ...detail, bulk: true } });

const cant = (exposure: ReviewedExposure, to: FindingState): Left => ({
  id: exposure.id,
  name: nameOf(exposure),
  reason: `It is ${findingStateTitles[exposure.status]} and can’t become ${findingStateTitles[to]}.`,
});

async function move(tx: Tx, ctx: Context, to: "open" | "in_review" | "remediating", exposures: readonly ReviewedExposure[]): Promise<Performed> {
  const able = exposures.filter(({ status }) => canMove(findingTransitions, status, to));
  const ids = able.map(({ id }) => id);
  const by = actorName(ctx.actor);
  // opening a false positive takes back that it is one
  const ended = await tx.$queryRaw<{ id: string }[]>`
    update suppression set status = 'ended', ended_by = ${by}, ended_at = ${ctx.clock.now()}, ended_because = 'revoked'
    where exposure_id = any(${ids}::uuid[]) and status = 'active' returning exposure_id as id`;
  await auditEach(
    tx,
    ctx.actor,
    "exposure.suppression_revoked",
    ended.map(({ id }) => id),
    {},
  );
  await tx.$executeRaw`update exposure set status = ${to}::finding_status, triaged_by = ${by}, triage_note = null where id = any(${ids}::uuid[])`;
  await auditEach(tx, ctx.actor, "exposure.triaged", ids, { is: to });
  return { done: ids, proposed: [], refused: exposures.filter((each) => !able.includes(each)).map((each) => cant(each, to)) };
}

async function suppress(
  tx: Tx,
  ctx: Context,
  { reason, until }: { reason: string; until: string },
  exposures: readonly ReviewedExposure[],
): Promise<Performed> {
  if (ctx.actor.type !== "person") throw forbidden("Only a person can say that a secret is none: their name stands beside it.");
  withoutSecrets("reason", reason);
  const now = ctx.clock.now();
  const expires = endOf(until, now);
  const able = exposures.filter(({ status, suppression }) => suppression === null && canMove(findingTransitions, status, "closed_false_positive"));
  const rows = able.map(({ id, status }) => ({ id: ctx.ids.uuid(), exposure: id, was: status }));
  // how grave each is, and so whether a second person is needed, the database looks up itself
  const said = await tx.$queryRaw<{ exposure: string; active: boolean }[]>`
    insert into suppression (id, exposure_id, reason, expires_at, was, proposed_by, proposed_at)
    select r.id, r.exposure, ${reason}, ${expires}, r.was, ${ctx.actor.id}::uuid, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, exposure uuid, was finding_status)
    returning exposure_id as exposure, status = 'active' as active`;
  const [done, proposed] = [true, false].map((active) => said.filter((each) => each.active === active).map(({ exposure }) => exposure)) as [string[], string[]];
  await tx.$executeRaw`
    update exposure set status = 'closed_false_positive', triaged_by = ${actorName(ctx.actor)}, triage_note = ${reason} where id = any(${done}::uuid[])`;
  await auditEach(tx, ctx.actor, "exposure.suppressed", done, { reason, until: expires });
  await auditEach(tx, ctx.actor, "exposure.suppression_proposed", proposed, { reason, until: expires });
  const refused = exposures
    .filter((each) => !able.includes(each))
    .map((each) =>
      each.suppression === null
        ? cant(each, "closed_false_positive")
        : { id: each.id, name: nameOf(each), reason: "It is already said that it is a false positive." },
    );
  return { done, proposed, refused };
}

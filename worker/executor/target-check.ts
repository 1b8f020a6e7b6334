import { digestOf } from "../../lib/core/canonical";
import type { Refusal } from "../../lib/domain/refusals";
import type { Count } from "./authority/weigh-target";
import type { Parts } from "./parts";

export interface Waiting {
  for: Extract<Refusal, "not_enough_people" | "not_enough_groups"> | "vendor_unreachable";
  detail: string;
  count: Count;
}

/** Writes down why a target is not executed yet, for the request page. Unchanged rows stay as they are. */
export async function saveTargetCheck({ ctx }: Parts, requestId: string, targetDigest: string, waiting: Waiting): Promise<void> {
  const data = { waitsFor: waiting.for, detail: waiting.detail, quorum: quorumJson(waiting.count) };
  const key = { requestId_targetDigest: { requestId, targetDigest } };
  const before = await ctx.db.targetCheck.findUnique({ where: key });
  if (before && digestOf([before.waitsFor, before.detail, before.quorum]) === digestOf([data.waitsFor, data.detail, data.quorum])) return;
  const checkedAt = ctx.clock.now();
  await ctx.db.targetCheck.upsert({ where: key, create: { requestId, targetDigest, ...data, checkedAt }, update: { ...data, checkedAt } });
}

/** What is required, why, and what was counted, as stored on executions and checks. */
export function quorumJson({ required, counted, signers }: Count) {
  const { people, groups, because } = required;
  return { required: { people, groups }, because, counted: { people: counted.people, groups: counted.groups }, signers };
}

/** What is still missing, in words. */
export function missing({ required, counted }: Count): string {
  const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  const why = required.because.length > 0 ? `, because ${required.because.join(" and ")}` : "";
  return `${plural(required.people, "person", "people")} from ${plural(required.groups, "approver group", "approver groups")} must sign${why}; ${counted.people} from ${counted.groups} did so far.`;
}

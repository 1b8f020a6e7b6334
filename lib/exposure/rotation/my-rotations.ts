import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { Prisma, type Queryable } from "../../core/db";
import { forbidden } from "../../core/errors";
import { kinds } from "../../detection/secrets/catalog";
import type { Channel, Validity } from "../../domain/exposures";
import type { Severity } from "../../domain/severity";
import { validityNow } from "../checkability";
import { ownTitle, titleOf } from "../filter-sql";
import { answersFor, type RotationState, rotationState, tasks } from "./task-sql";

export interface RotationTask {
  id: string;
  state: RotationState;
  note: string | null;
  due: string;
  asked: { by: string; at: string };
  answer: { by: string; at: string; reason: string | null } | null;
  exposure: { id: string; kind: string; title: string; hint: string; severity: Severity; validity: Validity };
  token: { id: string; name: string; connection: string };
  owner: string | null;
  places: number;
  channels: Channel[];
  /** how its kind is rotated; null where nobody wrote it down */
  rotate: string | null;
}

const taskJson = Prisma.sql`json_build_object('id', r.id, 'state', ${rotationState}, 'note', r.note, 'due', r.due_at,
  'asked', json_build_object('by', (select p.display_name from person p where p.id = r.asked_by), 'at', r.asked_at),
  'answer', case when r.answer is not null then json_build_object('by', (select p.display_name from person p where p.id = r.answered_by), 'at', r.answered_at, 'reason', r.answer_reason) end,
  'exposure', json_build_object('id', e.id, 'kind', e.kind, 'title', ${ownTitle}, 'hint', e.hint, 'severity', e.severity, 'validity', ${validityNow}),
  'token', json_build_object('id', t.id, 'name', t.name, 'connection', c.name), 'owner', op.display_name,
  'places', (select count(*)::int from occurrence s where s.exposure_id = e.id),
  'rotate', (select dr.rotate from detection_rule dr where dr.kind = e.kind), 'channels', (select coalesce(json_agg(distinct s.channel), '[]') from occurrence s where s.exposure_id = e.id))`;

const mostShown = 100;

function whoAsks(ctx: Context): string {
  authorize(ctx.actor, "token.attest");
  if (ctx.actor.type !== "person") throw forbidden("Only a signed-in person has tokens of their own.");
  return ctx.actor.id;
}

const waits = Prisma.sql`${rotationState} in ('asked', 'unproven')`;

/** What whoever asks is to rotate, the soonest due first; at most a hundred. One that they called rotated stays until the old one is known to be dead. */
export async function myRotations(ctx: Context): Promise<RotationTask[]> {
  const person = whoAsks(ctx);
  const rows = await ctx.db.$queryRaw<{ task: RotationTask }[]>`
    select ${taskJson} as task from ${tasks} where ${answersFor(person)} and ${waits} order by r.due_at, r.id limit ${mostShown}`;
  return rows.map(({ task }) => inWords(task));
}

/** How many tokens whoever asks is to rotate and has not answered for. */
export async function countMyRotations(ctx: Context): Promise<number> {
  const person = whoAsks(ctx);
  const [row] = await ctx.db.$queryRaw<[{ n: number }]>`select count(*)::int as n from ${tasks} where ${answersFor(person)} and ${rotationState} = 'asked'`;
  return row.n;
}

/** What the owner of an exposure's token was asked, the latest first; at most twenty. */
export async function rotationsOf(db: Queryable, exposureId: string): Promise<RotationTask[]> {
  const rows = await db.$queryRaw<{ task: RotationTask }[]>`
    select ${taskJson} as task from ${tasks} where e.id = ${exposureId}::uuid order by r.asked_at desc, r.id desc limit 20`;
  return rows.map(({ task }) => inWords(task));
}

const inWords = (task: RotationTask): RotationTask => ({
  ...task,
  exposure: { ...task.exposure, title: titleOf(task.exposure.kind, task.exposure.title) },
  rotate: kinds.get(task.exposure.kind)?.rotate ?? task.rotate,
});

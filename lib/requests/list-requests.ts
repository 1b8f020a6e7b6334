import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import type { RequestState } from "../domain/states";
import type { Effect } from "../domain/tokens";
import { RequestListInput, type RequestView } from "./schemas";

/** How many of a request's targets the machine has where. */
export interface MachineCount {
  targets: number;
  living: number;
  unproven: number;
  proven: number;
  refused: number;
  irrevocable: number;
  stopped: number;
}

export interface RequestRow {
  id: string;
  number: number;
  status: RequestState;
  effect: Effect;
  /** up to three names; `machine.targets` says how many there are */
  names: string[];
  connection: { id: string; name: string };
  requester: { id: string; name: string };
  reason: string;
  createdAt: string;
  expiresAt: string;
  /** distinct people who said yes, without the requester */
  signed: number;
  /** how many must: one more than the policy says as long as the requester has not signed */
  needed: number;
  critical: boolean;
  machine: MachineCount;
}

/** One page of requests, newest first. */
export async function listRequests(ctx: Context, input: unknown): Promise<{ rows: RequestRow[]; next: string | null }> {
  authorize(ctx.actor, "request.read");
  const query = parse(RequestListInput, input);
  const place = decodePlace(query.cursor);
  const parts = [Prisma.sql`true`, inView(query.view, ctx.actor.type === "person" ? ctx.actor.id : null)];
  if (query.connection) parts.push(Prisma.sql`r.connection_id = ${query.connection}::uuid`);
  if (query.person) parts.push(Prisma.sql`r.requester_id = ${query.person}::uuid`);
  if (place) parts.push(Prisma.sql`(r.created_at, r.id) < (${String(place[0])}::timestamptz, ${place[1]}::uuid)`);
  const [result] = await ctx.db.$queryRaw<[{ rows: RequestRow[] }]>`
    select coalesce(json_agg(row), '[]') as rows from (
      select json_build_object('id', r.id, 'number', r.number, 'status', s.status, 'effect', r.effect, 'names', t.names, 'reason', r.reason,
        'connection', json_build_object('id', c.id, 'name', c.name), 'requester', json_build_object('id', p.id, 'name', p.display_name),
        'createdAt', r.created_at, 'expiresAt', r.expires_at,
        'needed', (r.preview #>> '{quorum,people}')::int + case when exists (select from approval a where a.request_id = r.id and a.kind = 'request') then 0 else 1 end,
        'critical', coalesce(r.preview @? '$.targets[*] ? (@.critical == true)', false),
        'signed', (select count(distinct a.person_id) from approval a where a.request_id = r.id and a.kind = 'approve'),
        'machine', json_build_object('targets', t.n, 'living', m.living, 'unproven', m.unproven, 'proven', m.proven, 'refused', m.refused, 'irrevocable', m.irrevocable, 'stopped', m.stopped)) as row
      ${fromRequests} join connection c on c.id = r.connection_id join person p on p.id = r.requester_id
      cross join lateral (
        select count(*)::int as n, (array_agg(k.name order by rt.position))[1:3] as names
        from request_target rt join token k on k.id = rt.token_id where rt.request_id = r.id) t
      where ${Prisma.join(parts, " and ")} order by r.created_at desc, r.id desc limit ${query.limit + 1}) page`;
  const rows = result.rows.slice(0, query.limit);
  const last = rows.at(-1);
  return { rows, next: result.rows.length > query.limit && last ? encodePlace([last.createdAt, last.id]) : null };
}

/** How many requests each view holds. */
export async function countRequests(ctx: Context): Promise<Record<RequestView, number>> {
  authorize(ctx.actor, "request.read");
  const me = ctx.actor.type === "person" ? ctx.actor.id : null;
  const [row] = await ctx.db.$queryRaw<[Record<RequestView, number>]>`
    select count(*)::int as "all", count(*) filter (where ${inView("open", me)})::int as "open", count(*) filter (where ${inView("mine", me)})::int as "mine",
      count(*) filter (where ${inView("machine", me)})::int as "machine", count(*) filter (where ${inView("ended", me)})::int as "ended" ${fromRequests}`;
  return row;
}

/** A request `r`, its status `s` and where the machine has its targets `m`. */
const fromRequests = Prisma.sql`from request r join request_status s on s.request_id = r.id
  cross join lateral (
    select count(*) filter (where e.status in ('queued', 'checking_authority', 'acting', 'proving'))::int as living,
      count(*) filter (where e.status = 'proving' and e.unproven_since is not null)::int as unproven,
      count(*) filter (where e.status = 'proven')::int as proven, count(*) filter (where e.status = 'refused')::int as refused,
      count(*) filter (where e.status = 'irrevocable')::int as irrevocable,
      count(*) filter (where e.status = 'stopped')::int as stopped, count(*)::int as executions
    from execution e where e.request_id = r.id) m`;

/** Targets that no execution has ended yet. */
const unsettled = Prisma.sql`(select count(*) from request_target rt where rt.request_id = r.id) > m.executions - m.living`;

/** Some target needs more people: of a request nobody has settled, or of one whose other targets had enough already. */
const waitsForPeople = Prisma.sql`((s.status = 'pending' and m.living = 0 and ${unsettled})
  or (s.status = 'approved' and r.expires_at > now() and (select count(*) from request_target rt where rt.request_id = r.id) > m.executions))`;

function inView(view: RequestView, me: string | null): Prisma.Sql {
  switch (view) {
    case "all":
      return Prisma.sql`true`;
    case "open":
      return waitsForPeople;
    case "mine":
      return Prisma.sql`(${waitsForPeople} and r.requester_id <> ${me}::uuid
        and not exists (select from approval a where a.request_id = r.id and a.person_id = ${me}::uuid))`;
    case "machine":
      return Prisma.sql`(m.living > 0 or (s.status = 'approved' and ${unsettled}))`;
    case "ended":
      return Prisma.sql`(m.living = 0 and (s.status not in ('pending', 'approved') or not ${unsettled}))`;
    default:
      return view satisfies never;
  }
}

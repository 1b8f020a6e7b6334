import { Prisma, type Queryable } from "../core/db";
import type { ExposureRow } from "./exposure-row";

export const stageTitles = { visible: "First visible", detected: "Detected", decided: "Decided", acted: "Acted", dead: "Proven dead" } as const;
export type StageName = keyof typeof stageTitles;

/** One step from being exposed to being harmless. */
export interface ExposureStage {
  name: StageName;
  at: string | null;
  /** `unknown`: it happened, nobody says when. `waiting`: it has not happened. `never`: it can't, there is no token that a request could name */
  state: "done" | "unknown" | "waiting" | "never";
  /** number of the request that decided, or is to */
  request: number | null;
}

interface Progress {
  number: number;
  status: string;
  decided: Date | null;
  execution: string | null;
  acted: Date | null;
  ended: Date | null;
}

/** Of the requests on a token, sightings of it elsewhere included, the one that went furthest; `token` is its id. At most one row. */
export const furthestRequest = (token: Prisma.Sql): Prisma.Sql => Prisma.sql`
    select r.number, s.status, e.status::text as execution, e.acted_at as acted, e.ended_at as ended,
      (select max(a.at) from approval a where a.request_id = r.id and a.kind = 'approve') as decided
    from request_target rt join request r on r.id = rt.request_id join request_status s on s.request_id = r.id
    left join execution e on e.request_id = r.id and e.token_id = rt.token_id and e.effect = 'dead'
    where rt.token_id in (select same.id from token same where same.id = ${token} or same.merged_into = ${token}) and s.status in ('pending', 'approved')
    order by (e.status = 'proven') desc nulls last, (e.acted_at is not null) desc nulls last, (s.status = 'approved') desc, r.number desc limit 1`;

/** How far an exposure is: what its sources say, what a scan saw, and the request on its token that went furthest, sightings of the token elsewhere included. */
export async function stagesOf(
  db: Queryable,
  { token, firstVisible, detected }: Pick<ExposureRow, "token" | "firstVisible" | "detected">,
): Promise<ExposureStage[]> {
  const begun: ExposureStage[] = [
    { name: "visible", at: firstVisible, state: firstVisible ? "done" : "unknown", request: null },
    { name: "detected", at: detected, state: "done", request: null },
  ];
  if (!token) return [...begun, ...(["decided", "acted", "dead"] as const).map((name) => ({ name, at: null, state: "never" as const, request: null }))];
  const [best] = await db.$queryRaw<Progress[]>(furthestRequest(Prisma.sql`${token.id}::uuid`));
  const stage = (name: StageName, done: boolean, at: Date | null): ExposureStage => ({
    name,
    at: done && at ? at.toISOString() : null,
    state: done ? (at ? "done" : "unknown") : "waiting",
    request: best?.number ?? null,
  });
  const proven = best?.execution === "proven";
  return [
    ...begun,
    stage("decided", best?.status === "approved", best?.decided ?? null),
    stage("acted", proven || best?.acted != null, best?.acted ?? null),
    stage("dead", proven, best?.ended ?? null),
  ];
}

import type { LatchKind } from "./authority/case";
import { settleRequest } from "./outcomes";
import type { Parts } from "./parts";

/** Remembers every denial, withdrawal and stop, whoever wrote it: from now on it holds even if its row vanishes. Returns the requests concerned. */
export async function latchAnswers(parts: Parts): Promise<Set<string>> {
  const { ctx, journal } = parts;
  const now = ctx.clock.now();
  const fresh = await ctx.db.$queryRaw<{ request_id: string; kind: LatchKind }[]>`
    with answers as (
      select request_id, 'denied' as kind from denial union select request_id, 'withdrawn' from withdrawal union select request_id, 'stopped' from stop
    )
    insert into latch (request_id, kind, at)
    select request_id, kind, ${now} from answers a where not exists (select from latch l where l.request_id = a.request_id and l.kind = a.kind)
    on conflict do nothing returning request_id, kind`;
  for (const { request_id, kind } of fresh) await journal.latch(request_id, kind, now);
  for (const { request_id, kind } of fresh) await settleLatched(parts, request_id, kind);
  return new Set(fresh.map(({ request_id }) => request_id));
}

async function settleLatched(parts: Parts, requestId: string, kind: LatchKind): Promise<void> {
  await parts.ctx.db.$transaction(async (tx) => {
    if (await settleRequest(tx, parts, requestId, kind, null)) return;
    const acted = await tx.execution.count({ where: { requestId, status: { in: ["acting", "proving", "proven", "irrevocable"] } } });
    if (acted === 0) await settleRequest(tx, parts, requestId, "stopped", `${kind} before the machine acted`);
  });
}

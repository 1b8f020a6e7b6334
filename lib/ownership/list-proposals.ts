import { whoAsks } from "../attestations/my-tokens";
import type { Context } from "../core/context";
import { type GapRow, gapRows } from "./gap-row";
import { living } from "./gap-sql";

/** A token that is proposed to whoever asks: offered by its owner, left behind by one, or by evidence alone. */
export interface Proposal {
  row: GapRow;
  kind: "transfer" | "succession" | "suggestion";
  offer: { id: string; from: string | null; reason: string; until: string | null } | null;
}

/** At most so many at a time; those that run out first come first. */
const shown = 200;

/** What is proposed to whoever asks, and to nobody else: offers by their deadline, then suggestions, the surest first. */
export async function listProposals(ctx: Context): Promise<{ proposals: Proposal[] }> {
  const person = whoAsks(ctx);
  const now = ctx.clock.now();
  const keys = await ctx.db.$queryRaw<
    { token: string; kind: Proposal["kind"]; id: string | null; from: string | null; reason: string | null; until: Date | null }[]
  >`
    select * from (
      select x.token_id as token, x.kind::text as kind, x.id, p.display_name as from, x.reason, x.due_at as until, 0 as sure from owner_transfer x left join person p on p.id = x.from_person_id
      where x.to_person_id = ${person}::uuid and x.status = 'proposed' and coalesce(x.due_at > ${now}, true)
      union all
      select t.id, 'suggestion', null, null, null, null, -coalesce((o.evidence ->> 'confidence')::int, 0) from ownership o join token t on t.id = o.token_id
      where o.person_id = ${person}::uuid and o.state = 'suggested' and ${living(now)}
    ) proposed order by until nulls last, sure, token limit ${shown}`;
  const rows = new Map(
    (
      await gapRows(
        ctx.db,
        keys.map(({ token }) => token),
      )
    ).map((row) => [row.token, row]),
  );
  const proposals = keys.flatMap(({ token, kind, id, from, reason, until }): Proposal[] => {
    const row = rows.get(token);
    return row ? [{ row, kind, offer: id ? { id, from, reason: reason ?? "", until: until?.toISOString() ?? null } : null }] : [];
  });
  return { proposals };
}

import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { escapeLike } from "../core/like";
import { parse } from "../core/parse";
import { workloadKindTitles } from "../domain/words";

export const ChoicesInput = z.object({ q: z.string().trim().min(1).max(200) });

export interface Choice {
  id: string;
  name: string;
  about: string | null;
}

const most = 8;
const patterns = (q: string): { holds: string; begins: string } => {
  const part = escapeLike(q);
  return { holds: `%${part}%`, begins: `${part}%` };
};

/** Workloads whose name holds what was typed; those that begin with it first. */
export async function workloadChoices(ctx: Context, input: unknown): Promise<{ choices: Choice[] }> {
  authorize(ctx.actor, "workload.read");
  const { holds, begins } = patterns(parse(ChoicesInput, input).q);
  const found = await ctx.db.$queryRaw<{ id: string; name: string; kind: keyof typeof workloadKindTitles; environment: string | null; owner: string | null }[]>`
    select w.id, w.name, w.kind::text as kind, w.environment, op.display_name as owner from workload w left join person op on op.id = w.owner_id
    where w.merged_into is null and w.name ilike ${holds} order by w.name not ilike ${begins}, lower(w.name), w.id limit ${most}`;
  const about = (each: (typeof found)[number]) => [workloadKindTitles[each.kind], each.environment, each.owner].filter(Boolean).join(", ");
  return { choices: found.map((each) => ({ id: each.id, name: each.name, about: about(each) })) };
}

/** Teams whose name holds what was typed. */
export async function teamChoices(ctx: Context, input: unknown): Promise<{ choices: Choice[] }> {
  authorize(ctx.actor, "people.read");
  const { holds, begins } = patterns(parse(ChoicesInput, input).q);
  const choices = await ctx.db.$queryRaw<Choice[]>`
    select t.id, t.name, (select count(*) || ' people' from team_member m where m.team_id = t.id) as about from team t
    where t.name ilike ${holds} order by t.name not ilike ${begins}, t.name, t.id limit ${most}`;
  return { choices };
}

/** Tokens whose name or hint holds what was typed. One that is the same as another, listed elsewhere, is left out. */
export async function tokenChoices(ctx: Context, input: unknown): Promise<{ choices: Choice[] }> {
  authorize(ctx.actor, "inventory.read");
  const { holds } = patterns(parse(ChoicesInput, input).q);
  const choices = await ctx.db.$queryRaw<Choice[]>`
    select t.id, t.name, concat_ws(', ', c.name, t.hint, t.environment) as about from token t join connection c on c.id = t.connection_id
    where t.merged_into is null and (t.name ilike ${holds} or t.hint ilike ${holds}) order by lower(t.name), t.id limit ${most}`;
  return { choices };
}

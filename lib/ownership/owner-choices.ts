import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { escapeLike } from "../core/like";
import { parse } from "../core/parse";

export const OwnerChoicesInput = z.object({ q: z.string().trim().min(1).max(200) });

export interface OwnerChoice {
  id: string;
  name: string;
  about: string | null;
}

/** Active people whose name or address begins with, or holds, what was typed; those who begin with it first. */
export async function ownerChoices(ctx: Context, input: unknown): Promise<{ choices: OwnerChoice[] }> {
  authorize(ctx.actor, "token.attest");
  const { q } = parse(OwnerChoicesInput, input);
  const part = escapeLike(q);
  const choices = await ctx.db.$queryRaw<OwnerChoice[]>`
    select id, display_name as name, nullif(concat_ws(', ', title, department), '') as about from person
    where status = 'active' and (display_name ilike ${`%${part}%`} or email like ${`${part.toLowerCase()}%`})
    order by display_name not ilike ${`${part}%`}, display_name, id limit 8`;
  return { choices };
}

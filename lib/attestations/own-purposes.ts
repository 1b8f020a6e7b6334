import { z } from "zod";
import type { Context } from "../core/context";
import { whoAsks } from "./my-tokens";

/** It takes nothing: whose they are is who asks. */
export const OwnPurposesInput = z.object({});
const most = 200;

/** What the tokens that one owns are for, as was said already: what most of them are for first, 200 at most. */
export async function ownPurposes(ctx: Context): Promise<{ purposes: string[] }> {
  const person = whoAsks(ctx);
  const found = await ctx.db.$queryRaw<{ purpose: string }[]>`
    select btrim(purpose) as purpose from ownership where person_id = ${person}::uuid and state = 'confirmed' and btrim(purpose) <> ''
    group by 1 order by count(*) desc, 1 limit ${most}`;
  return { purposes: found.map(({ purpose }) => purpose) };
}

import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { invalidInput } from "../core/errors";
import type { Answers } from "./attest";
import { chooseWorkload } from "./choose-workload";
import type { MyRow } from "./my-row";
import type { Attest } from "./schemas";

/**
 * Mine: what it is for and what uses it must be known, from this answer or from before. Both are kept with who said so and when; the use counts as
 * declared from now on. Of several, those without are left out; of one alone, the missing field is asked for (InvalidInput).
 */
export async function answerMine(tx: Tx, ctx: Context, input: Attest<"mine">, rows: MyRow[]): Promise<Answers> {
  const leftOut: Answers["leftOut"] = [];
  const ready = rows.filter((row) => {
    const missing = ([!input.purpose && !row.purpose && "purpose", !input.workload && row.workloads.length === 0 && "workload"] as const).filter(
      (field) => field !== false,
    );
    if (missing.length > 0 && input.items.length === 1)
      throw invalidInput(
        `Say ${missing.map((field) => words[field]).join(" and ")}.`,
        Object.fromEntries(missing.map((field) => [field, `Say ${words[field]}.`])),
      );
    if (missing.length > 0) leftOut.push({ token: row.token, name: row.name, because: `nobody says ${missing.map((field) => words[field]).join(" and ")}` });
    return missing.length === 0;
  });
  if (ready.length === 0) return { answered: [], leftOut };
  const workload = input.workload ? await chooseWorkload(tx, ctx, input.workload) : undefined;
  const [now, by] = [ctx.clock.now(), actorName(ctx.actor)];
  const tokens = ready.map(({ token }) => token);
  if (input.purpose)
    await tx.$executeRaw`
      update ownership set purpose = ${input.purpose}, purpose_by = ${by}, purpose_at = ${now} where token_id = any(${tokens}::uuid[]) and purpose is distinct from ${input.purpose}`;
  if (workload)
    await tx.$executeRaw`
      insert into token_workload as tw (token_id, workload_id, basis, set_by, set_at) select token, ${workload}::uuid, 'declared', ${by}, ${now} from unnest(${tokens}::uuid[]) token order by token
      on conflict (token_id, workload_id) do update set basis = 'declared', set_by = excluded.set_by, set_at = excluded.set_at where tw.basis <> 'declared'`;
  return { answered: ready.map((row) => ({ row, purpose: input.purpose, workload, expiryReviewed: true })), leftOut };
}

const words = { purpose: "what it is for", workload: "what uses it" } as const;

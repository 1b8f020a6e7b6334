import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Queryable } from "../core/db";
import { invalidInput, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { Quorum } from "../domain/statement";
import { insertTrustStatement } from "./insert-statement";
import { buildTrustStatement, type TrustInput } from "./statements";

const Group = z.object({
  propose: z.literal("group"),
  group: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "Lower-case letters, digits and hyphens, beginning with a letter."),
  members: z.array(z.uuid()).max(1000),
});
const Policy = z.object({
  propose: z.literal("policy"),
  standard: Quorum,
  critical: Quorum,
  holdSeconds: z.coerce.number().int().min(0).max(86_400),
  wideningDelaySeconds: z.coerce.number().int().min(0).max(604_800),
});
const Withdrawal = z.object({ propose: z.literal("withdrawal"), key: z.string().min(1), reason: z.string().trim().min(1, "Say why.").max(2000) });
export const ProposeStatementInput = z.discriminatedUnion("propose", [Group, Policy, Withdrawal]);
export type ProposeStatementInput = z.infer<typeof ProposeStatementInput>;

/**
 * Proposes an approver group, an approval policy or the withdrawal of a key. It takes effect once administrators have signed it on
 * the signer's page or with `countersign sign`. Throws NotFound for an unknown person or key.
 */
export async function proposeStatement(ctx: Context, input: unknown): Promise<{ digest: string }> {
  authorize(ctx.actor, "trust.propose");
  const parsed = parse(ProposeStatementInput, input);
  return ctx.db.$transaction(async (tx) => {
    const { id: deployment } = await tx.deployment.findFirstOrThrow({ select: { id: true } });
    const built = buildTrustStatement(ctx, deployment, await statementOf(tx, parsed));
    await insertTrustStatement(ctx, tx, built);
    return { digest: built.digest };
  });
}

async function statementOf(db: Queryable, input: ProposeStatementInput): Promise<TrustInput> {
  switch (input.propose) {
    case "group": {
      const members = [...new Set(input.members)].sort();
      const known = await db.person.count({ where: { id: { in: members }, status: "active" } });
      if (known !== members.length) throw notFound("One of the members, as an active person,");
      return { type: "countersign/approver-group", group: input.group, members };
    }
    case "policy": {
      const { standard, critical, holdSeconds, wideningDelaySeconds } = input;
      if (critical.people < standard.people || critical.groups < standard.groups)
        throw invalidInput("A critical token can't need fewer people or groups than a standard one.", {
          critical: "Ask for at least as many as for standard ones.",
        });
      if (standard.groups > standard.people || critical.groups > critical.people)
        throw invalidInput("Each group is represented by a person of its own, so there can't be more groups than people.");
      return { type: "countersign/approval-policy", standard, critical, holdSeconds, wideningDelaySeconds };
    }
    case "withdrawal":
      if (!(await db.enrolment.findUnique({ where: { keyId: input.key } }))) throw notFound("The key");
      return { type: "countersign/key-withdrawal", key: input.key, reason: input.reason };
    default:
      return input satisfies never;
  }
}

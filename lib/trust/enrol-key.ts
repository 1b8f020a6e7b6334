import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, forbidden, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { KeyKind } from "../signatures/assertion";
import { insertTrustStatement } from "./insert-statement";
import { buildTrustStatement } from "./statements";

export const EnrolKeyInput = z.object({
  person: z.uuid(),
  /** a key whose possession has been shown: a checked registration, or a file key's own signature */
  key: z.object({ id: z.string().min(1).max(1400), kind: KeyKind, publicKey: z.string().min(1).max(4000) }),
  name: z.string().trim().min(1, "Give the key a name, like “YubiKey 5C”.").max(100, "At most 100 characters."),
  transports: z.array(z.string()).default([]),
});

/**
 * Writes down a person's new public key: the enrolment and the trust statement that administrators must sign before it counts.
 * A person enrols their own key; an operator on the host may for anybody. Throws Conflict when the key is enrolled already.
 */
export async function enrolKey(ctx: Context, input: z.input<typeof EnrolKeyInput>): Promise<{ digest: string }> {
  authorize(ctx.actor, "key.enrol");
  const { person, key, name, transports } = parse(EnrolKeyInput, input);
  if (ctx.actor.type === "person" && ctx.actor.id !== person) throw forbidden("Everybody enrols their own key.");
  return ctx.db.$transaction(async (tx) => {
    const owner = await tx.person.findUnique({ where: { id: person }, select: { status: true } });
    if (owner?.status !== "active") throw notFound("The person, as an active one,");
    const known = await tx.enrolment.findUnique({ where: { keyId: key.id }, include: { person: true } });
    if (known)
      throw conflict(`This key is enrolled already, as “${known.name}” of ${known.person.displayName}. A withdrawn key never comes back: make a new one.`);
    const { id: deployment } = await tx.deployment.findFirstOrThrow({ select: { id: true } });
    const built = buildTrustStatement(ctx, deployment, { type: "countersign/key", person, key: { ...key, name } });
    await insertTrustStatement(ctx, tx, built);
    await tx.enrolment.create({
      data: { keyId: key.id, personId: person, kind: key.kind, publicKey: key.publicKey, name, transports, statementDigest: built.digest, at: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, {
      action: "key.enrolled",
      subject: { type: "person", id: person },
      detail: { key: key.id, name, kind: key.kind, statement: built.digest },
    });
    return { digest: built.digest };
  });
}

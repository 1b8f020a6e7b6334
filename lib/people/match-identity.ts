import { z } from "zod";
import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import { forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";

/** What an OIDC provider says of who signed in (OpenID Connect Core 1.0 §5.1). Checked for signature, audience and nonce before it comes here. */
export const IdentityClaims = z.object({
  issuer: z.url().max(1000),
  subject: z.string().min(1).max(255),
  email: z.string().trim().max(400).nullish(),
  /** true only when the provider says so itself; some send it as text */
  emailVerified: z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).nullish(),
});
export type IdentityClaims = z.input<typeof IdentityClaims>;

export type IdentityRefusal = "not_in_directory" | "departed" | "suspended" | "email_unverified" | "ambiguous";
export type IdentityMatch = { ok: true; personId: string; linkedNow: boolean } | { ok: false; refusal: IdentityRefusal; message: string };

/** Each refusal in a sentence, with what to do. */
export const identityRefusals: Record<IdentityRefusal, string> = {
  not_in_directory:
    "You are not in the directory that Countersign reads, so it does not know who you are. Ask whoever keeps the directory to add you with this e-mail address.",
  departed: "The directory says that you have left, so you can't sign in. If that is wrong, ask whoever keeps the directory.",
  suspended: "The directory has suspended you, so you can't sign in. If that is wrong, ask whoever keeps the directory.",
  email_unverified:
    "Your identity provider does not say that your e-mail address is verified, so it can't tell Countersign who you are. Ask an administrator for a sign-in link, or to have the provider send email_verified.",
  ambiguous: "More than one person in the directory has this e-mail address, so Countersign can't tell which one you are. Ask an administrator.",
};

/**
 * Who an OIDC identity is. An identity seen before is the person it was linked to; a new one is the one active person whose e-mail
 * address equals the verified one, and is linked to them from then on, so a changed address neither loses nor gives away a person.
 * Never by an unverified address, never by name. Only the web process may, at sign-in. Refusals are audited.
 */
export async function matchIdentity(ctx: Context, input: IdentityClaims): Promise<IdentityMatch> {
  if (ctx.actor.type !== "process" || ctx.actor.name !== "web") throw forbidden("Only the web process says who an identity is, at sign-in.");
  const claims = parse(IdentityClaims, input);
  return transaction(ctx, async (tx) => {
    // Two first sign-ins of one identity at once: the second waits and finds the link.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`${claims.issuer} ${claims.subject}`}, 0))::text`;
    const refuse = async (refusal: IdentityRefusal, personId?: string): Promise<IdentityMatch> => {
      const subject = personId ? ({ type: "person", id: personId } as const) : ({ type: "identity", id: claims.subject } as const);
      await appendAudit(tx, ctx.actor, { action: "identity.refused", subject, detail: { refusal, issuer: claims.issuer } });
      return { ok: false, refusal, message: identityRefusals[refusal] };
    };
    const linked = await tx.identityLink.findUnique({
      where: { issuer_subject: { issuer: claims.issuer, subject: claims.subject } },
      select: { person: { select: { id: true, status: true } } },
    });
    if (linked) {
      const { id, status } = linked.person;
      return status === "active" ? { ok: true, personId: id, linkedNow: false } : refuse(status, id);
    }
    if (!claims.email) return refuse("not_in_directory");
    if (claims.emailVerified !== true) return refuse("email_unverified");
    const email = claims.email.toLowerCase();
    const people = await tx.person.findMany({ where: { email }, select: { id: true, status: true }, orderBy: { changedAt: "desc" } });
    const active = people.filter((person) => person.status === "active");
    const [person] = active;
    if (active.length > 1) return refuse("ambiguous");
    if (!person) {
      const former = people.find((one) => one.status === "suspended") ?? people[0];
      return former && former.status !== "active" ? refuse(former.status, former.id) : refuse("not_in_directory");
    }
    const evidence = { by: "verified e-mail address", email };
    await tx.identityLink.create({ data: { issuer: claims.issuer, subject: claims.subject, personId: person.id, evidence, linkedAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, { action: "identity.linked", subject: { type: "person", id: person.id }, detail: { issuer: claims.issuer, ...evidence } });
    return { ok: true, personId: person.id, linkedNow: true };
  });
}

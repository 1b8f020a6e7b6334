import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { keyFingerprint } from "../signatures/key-fingerprint";
import type { SigningPage } from "../signatures/signing-page";
import { enrolledKeys } from "./queries";
import { TrustRoot } from "./root";

export interface PinCandidate {
  fingerprint: string;
  key: { id: string; kind: "webauthn" | "ed25519"; publicKey: string; name: string };
  person: { id: string; displayName: string; email: string | null };
}

/** Enrolled keys of active people with the role administrator: one of them may become the root. */
export async function pinCandidates(ctx: Context): Promise<PinCandidate[]> {
  authorize(ctx.actor, "trust.pin");
  const [keys, people] = await Promise.all([
    enrolledKeys(ctx.db),
    ctx.db.person.findMany({ where: { status: "active", roles: { some: { role: "administrator" } } }, select: { id: true, displayName: true, email: true } }),
  ]);
  return keys.flatMap(({ id, kind, publicKey, name, person, standing }) => {
    const owner = people.find((one) => one.id === person);
    return owner && standing !== "withdrawn" ? [{ fingerprint: keyFingerprint(publicKey), key: { id, kind, publicKey, name }, person: owner }] : [];
  });
}

/** The trust root that pinning this key makes. `write` puts it into the executor's own folder; the audit entry is written first, so no pin goes unseen. */
export async function pinRoot(
  ctx: Context,
  candidate: PinCandidate,
  page: SigningPage,
  write: (root: TrustRoot) => Promise<void>,
  replaces: TrustRoot | null,
): Promise<TrustRoot> {
  authorize(ctx.actor, "trust.pin");
  const { id: deployment } = (await ctx.db.deployment.findFirst({ select: { id: true } })) ?? {};
  if (!deployment) throw notFound("The deployment");
  if (replaces?.sample) throw conflict("The sample organisation pins its own root. Start your own with npm start -- --empty.");
  const { id, kind, publicKey } = candidate.key;
  const root = TrustRoot.parse({
    ...{ deployment, person: candidate.person.id, key: { id, kind, publicKey }, rpId: page.rpId, origin: page.origin, sample: false },
    pinnedAt: ctx.clock.now().toISOString(),
  });
  const detail = { fingerprint: candidate.fingerprint, person: root.person, rpId: root.rpId, origin: root.origin, replaces: replaces?.key.id ?? null };
  await ctx.db.$transaction((tx) => appendAudit(tx, ctx.actor, { action: "trust.pinned", subject: { type: "trust_root", id }, detail }));
  await write(root);
  return root;
}

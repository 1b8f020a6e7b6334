import { z } from "zod";
import type { Context } from "../core/context";

/** Providers write booleans as strings at times. */
const Profile = z.object({
  sub: z.string().min(1),
  email: z.email().toLowerCase().optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).default(false),
});

export type MatchedPerson = { ok: true; personId: string } | { ok: false; reason: "unknown_person" | "ambiguous_person" | "unverified_email" };

/** Which person of the directory an OIDC profile stands for. */
export async function personOfProfile(ctx: Context, _issuer: string, raw: unknown): Promise<MatchedPerson> {
  const profile = Profile.safeParse(raw);
  if (!profile.success) return { ok: false, reason: "unknown_person" };
  const { email, email_verified } = profile.data;
  if (!email || !email_verified) return { ok: false, reason: "unverified_email" };
  const people = await ctx.db.person.findMany({ where: { email, status: "active" }, select: { id: true }, take: 2 });
  const [only] = people;
  if (!only) return { ok: false, reason: "unknown_person" };
  return people.length > 1 ? { ok: false, reason: "ambiguous_person" } : { ok: true, personId: only.id };
}

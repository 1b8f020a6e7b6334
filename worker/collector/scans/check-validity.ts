import { appendAudit } from "../../../lib/audit/append";
import type { Checked } from "../../../lib/connectors/contract";
import { actorName, type Context } from "../../../lib/core/context";
import { Prisma } from "../../../lib/core/db";
import { gravityOf } from "../../../lib/domain/exposures";
import { homes } from "../../../lib/exposure/check-kinds";
import type { Tried } from "../../../lib/exposure/check-limits";
import { restFor, takeTurn } from "./check-pace";
import { type Checkable, type CheckPlace, checkable } from "./check-places";
import type { OpenChecker } from "./checker";

/** What is known to work, or could not be told, is tried again after so long. */
export const againAfterMilliseconds = 86_400_000;

/** A try at one place. */
interface Answer extends Checked {
  place: CheckPlace;
}

/**
 * Tries the secrets of exposures at the systems that their tokens belong to, or that their form names, where a person allowed it for their class and
 * the connection is signed: what is tried goes to the signed address alone. `secrets` are plaintexts by their current fingerprint, in memory. A secret
 * that opens again after its exposure was closed makes it regress. A vendor that could not be asked changes nothing that is known. Proven death is not
 * tried again. Collector only.
 */
export async function checkValidity(ctx: Context, secrets: ReadonlyMap<string, string>, open: () => Promise<OpenChecker>): Promise<void> {
  if (secrets.size === 0) return;
  const rows = await ctx.db.$queryRaw<{ id: string; current: string }[]>`
    select exposure_id as id, value as current from exposure_fingerprint where value = any(${[...secrets.keys()]}::text[])`;
  const secretOf = new Map(rows.map(({ id, current }) => [id, secrets.get(current)]));
  const due = await checkable(ctx.db, Prisma.sql`e.id = any(${[...secretOf.keys()]}::uuid[])`, secretOf.size);
  if (due.length === 0) return;
  const checker = await open();
  for (const exposure of due) {
    const secret = secretOf.get(exposure.id);
    if (secret !== undefined) await checkOne(ctx, exposure, secret, checker);
  }
}

async function checkOne(ctx: Context, exposure: Checkable, secret: string, checker: OpenChecker): Promise<void> {
  const answers: Answer[] = [];
  let postponed: Date | null = null;
  // where a connection lists the token, that one knows; a form alone may belong to any of its systems
  for (const place of exposure.listed ? exposure.places.slice(0, 1) : exposure.places) {
    const turn = await takeTurn(ctx.db, place.connectionId, ctx.clock.now());
    if (turn) {
      postponed = turn.until;
      break;
    }
    const { vendor, origin, ca, allowPrivate, settings, handle } = place;
    const checked = await checker.check({ vendor, origin, ca, allowPrivate, settings, secret, handle });
    if (checked.retryAfterSeconds) await restFor(ctx.db, place.connectionId, checked.retryAfterSeconds, ctx.clock.now());
    answers.push({ ...checked, place });
    if (checked.validity === "valid") break;
  }
  await conclude(ctx, exposure, answers, postponed);
}

/** What the answers say together: it works where one let it in. That a system refuses what it never listed is death only where it was let in before, or where all such secrets live. */
function verdictOf({ listed, known, places }: Checkable, answers: readonly Answer[], postponed: boolean): { validity: Checked["validity"]; at: Answer | null } {
  const letIn = answers.find(({ validity }) => validity === "valid");
  if (letIn) return { validity: "valid", at: letIn };
  const last = answers.at(-1) ?? null;
  if (postponed || answers.length === 0) return { validity: "unknown", at: last };
  const refused = answers.filter(({ validity }) => validity === "invalid");
  if (listed) return { validity: last?.validity ?? "unknown", at: last };
  const atHome = refused.find(({ place }) => homes[place.vendor] === place.origin);
  if (atHome) return { validity: "invalid", at: atHome };
  return known === "valid" && refused.length === places.length ? { validity: "invalid", at: last } : { validity: "unknown", at: last };
}

async function conclude(ctx: Context, exposure: Checkable, answers: readonly Answer[], postponed: Date | null): Promise<void> {
  const { id, status, known, confidence, mark, matched, agreed } = exposure;
  const { validity, at } = verdictOf(exposure, answers, postponed !== null);
  const now = ctx.clock.now();
  const regressed = validity === "valid" && (status === "closed_proven" || (status === "closed_false_positive" && !agreed));
  const tried: Tried = postponed && validity === "unknown" ? "postponed" : validity === "unknown" ? "silent" : "answered";
  const next = validity === "invalid" ? null : postponed && validity === "unknown" ? postponed : new Date(now.getTime() + againAfterMilliseconds);
  await ctx.db.$transaction(async (tx) => {
    await tx.exposure.update({
      where: { id },
      data: {
        tried,
        retryAt: next,
        ...(at ? { triedAt: now } : {}),
        // a vendor that could not be asked takes nothing back of what is known
        ...(at && (validity !== "unknown" || known === "unknown")
          ? {
              validity,
              validityAt: now,
              validityFrom: `tried at ${at.place.name}`,
              validityBy: actorName(ctx.actor),
              severity: gravityOf({ validity, confidence, mark, matched: matched || validity !== "unknown" }),
            }
          : {}),
        ...(regressed ? { status: "regressed" as const, closedAt: null } : {}),
      },
    });
    for (const { place, validity: said, status: answered, evidence } of answers)
      await appendAudit(tx, ctx.actor, {
        action: "exposure.checked",
        subject: { type: "exposure", id },
        detail: { connection: place.connectionId, validity: said, answered, evidence, ...(regressed ? { was: status, is: "regressed" } : {}) },
      });
  });
}

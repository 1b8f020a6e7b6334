import { appendAudit } from "../../../lib/audit/append";
import type { Checked } from "../../../lib/connectors/contract";
import { actorName, type Context } from "../../../lib/core/context";
import { Prisma, type Tx } from "../../../lib/core/db";
import { gravityOf } from "../../../lib/domain/exposures";
import { homes } from "../../../lib/exposure/check-kinds";
import type { Tried } from "../../../lib/exposure/check-limits";
import { restFor, takeTurn } from "./check-pace";
import { agreedOn, type Checkable, type CheckPlace, checkable } from "./check-places";
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
 * that opens again after its exposure was closed makes it regress; where its death was proven while it was tried, that stands. A vendor that could not be asked changes nothing that is known. What is proven dead
 * is tried once for each new place at which it is met. Collector only.
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

/** What the answers say together: it works where one let it in. That a system refuses what it never listed is death only where it was let in before, or where all such secrets live; never where the token is known by its key's public id alone, unless that token is proven dead. */
function verdictOf(
  { listed, known, places, byKeyId, died }: Checkable,
  answers: readonly Answer[],
  postponed: boolean,
): { validity: Checked["validity"]; at: Answer | null } {
  const letIn = answers.find(({ validity }) => validity === "valid");
  if (letIn) return { validity: "valid", at: letIn };
  const last = answers.at(-1) ?? null;
  if (postponed || answers.length === 0 || (byKeyId && !died)) return { validity: "unknown", at: last };
  const refused = answers.filter(({ validity }) => validity === "invalid");
  if (listed) return { validity: last?.validity ?? "unknown", at: last };
  const atHome = refused.find(({ place }) => homes[place.vendor] === place.origin);
  if (atHome) return { validity: "invalid", at: atHome };
  return known === "valid" && refused.length === places.length ? { validity: "invalid", at: last } : { validity: "unknown", at: last };
}

type Stands = Pick<Checkable, "status" | "known" | "agreed">;

/** What was known of an exposure when it was tried may have changed since: somebody decided, or its token's death was proven. */
async function asItStands(tx: Tx, id: string): Promise<Stands | null> {
  const [now] = await tx.$queryRaw<{ status: string; known: Checkable["known"] }[]>`
    select status::text as status, validity::text as known from exposure where id = ${id}::uuid for no key update`;
  if (!now) return null;
  // asked only once the row is held: what was agreed on while we waited for it counts too
  const [{ agreed }] = await tx.$queryRaw<[{ agreed: boolean }]>`select ${agreedOn(Prisma.sql`${id}::uuid`)} as agreed`;
  return { ...now, agreed };
}

/** When it is tried again: what is dead is not. */
function againAt(validity: Checked["validity"], postponed: Date | null, now: Date): Date | null {
  if (validity === "invalid") return null;
  return postponed && validity === "unknown" ? postponed : new Date(now.getTime() + againAfterMilliseconds);
}

function triedAs(validity: Checked["validity"], postponed: Date | null): Tried {
  if (validity !== "unknown") return "answered";
  return postponed ? "postponed" : "silent";
}

/** Somebody closed it, and it works: that regresses, unless two people agreed that it is none. */
const regresses = ({ status, agreed }: Stands): boolean => status === "closed_proven" || (status === "closed_false_positive" && !agreed);

async function conclude(ctx: Context, exposure: Checkable, answers: readonly Answer[], postponed: Date | null): Promise<void> {
  const { id, confidence, mark, matched } = exposure;
  const now = ctx.clock.now();
  await ctx.db.$transaction(async (tx) => {
    const stands = await asItStands(tx, id);
    if (!stands) return;
    const { validity, at } = verdictOf({ ...exposure, known: stands.known }, answers, postponed !== null);
    // the try may have come before the death that was proven meanwhile
    const died = stands.status === "closed_proven" && exposure.status !== "closed_proven";
    const regressed = validity === "valid" && !died && regresses(stands);
    // a vendor that could not be asked takes nothing back of what is known
    const learned = at !== null && !died && (validity !== "unknown" || stands.known === "unknown");
    await tx.exposure.update({
      where: { id },
      data: {
        tried: triedAs(validity, postponed),
        retryAt: died ? null : againAt(validity, postponed, now),
        ...(at ? { triedAt: now } : {}),
        ...(learned
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
        detail: { connection: place.connectionId, validity: said, answered, evidence, ...(regressed ? { was: stands.status, is: "regressed" } : {}) },
      });
  });
}

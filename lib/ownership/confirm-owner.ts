import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { invalidInput, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { mustBeTheirs } from "./may-assign";
import { ConfirmOwnerInput } from "./schemas";
import { endOffers } from "./set-owners";

/** Says who answers for a token. It replaces an owner that was confirmed or only suggested. Both people must be active. */
export async function confirmOwner(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "token.own");
  const { token, person, backup, purpose } = parse(ConfirmOwnerInput, input);
  if (backup && backup === person) throw invalidInput("The backup must be someone else than the owner.", { backup: "Choose another person." });
  await transaction(ctx, async (tx) => {
    if (!(await tx.token.findUnique({ where: { id: token }, select: { id: true } }))) throw notFound("The token");
    const current = await tx.ownership.findUnique({ where: { tokenId: token } });
    mustBeTheirs(ctx.actor, current?.state === "confirmed" ? current.personId : null, person);
    await mustBeHere(tx, person, backup);
    const [by, now] = [actorName(ctx.actor), ctx.clock.now()];
    const said = (purpose ?? null) === (current?.purpose ?? null) ? {} : { purposeBy: purpose ? by : null, purposeAt: purpose ? now : null };
    const data = {
      personId: person,
      backupPersonId: backup ?? null,
      state: "confirmed" as const,
      purpose: purpose ?? null,
      ...said,
      evidence: {},
      setBy: by,
      setAt: now,
    };
    await tx.ownership.upsert({ where: { tokenId: token }, create: { tokenId: token, ...data }, update: data });
    await endOffers(tx, ctx, [token], "another owner was chosen");
    await tx.ownerSuggestion.updateMany({
      where: { tokenId: token, personId: person, status: "open" },
      data: { status: "accepted", decidedBy: by, decidedAt: now },
    });
    await appendAudit(tx, ctx.actor, {
      action: "ownership.confirmed",
      subject: { type: "token", id: token },
      detail: { person, backup: backup ?? null, purpose: purpose ?? null, was: current && { person: current.personId, state: current.state } },
    });
  });
}

/** Throws NotFound for a person that does not exist and InvalidInput for one who could not answer. */
async function mustBeHere(tx: Tx, person: string, backup: string | null | undefined): Promise<void> {
  const people = await tx.person.findMany({ where: { id: { in: backup ? [person, backup] : [person] } }, select: { displayName: true, status: true } });
  if (people.length < (backup ? 2 : 1)) throw notFound("The person");
  const away = people.find(({ status }) => status !== "active");
  if (!away) return;
  const fields = { person: `${away.displayName} is ${away.status}.` };
  throw invalidInput(`${away.displayName} is ${away.status}, so nobody would answer. Choose someone active.`, fields);
}

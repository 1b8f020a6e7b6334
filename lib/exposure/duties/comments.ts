import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { forbidden, notFound } from "../../core/errors";
import { keepable } from "../../core/keepable";
import { parse } from "../../core/parse";
import { withoutSecrets } from "../without-secrets";
import { CommentInput } from "./schemas";

export interface Comment {
  id: string;
  by: { id: string; name: string };
  body: string;
  at: string;
}
export interface Comments {
  /** the latest hundred, the oldest of them first */
  rows: Comment[];
  total: number;
}

const mostShown = 100;

/** A person says something about an exposure. Nobody changes or removes it; the log notes that it was said, not what. Throws NotFound. */
export async function commentExposure(ctx: Context, input: CommentInput): Promise<{ id: string }> {
  authorize(ctx.actor, "finding.triage");
  const { exposureId, body } = parse(CommentInput, input);
  if (ctx.actor.type !== "person") throw forbidden("Only a person can say something: their name stands beside it.");
  const said = { id: ctx.ids.uuid(), exposureId, personId: ctx.actor.id, body: keepable(withoutSecrets("body", body)), at: ctx.clock.now() };
  return ctx.db.$transaction(async (tx) => {
    if (!(await tx.exposure.findUnique({ where: { id: exposureId }, select: { id: true } }))) throw notFound("The exposure");
    await tx.exposureComment.create({ data: said });
    await appendAudit(tx, ctx.actor, { action: "exposure.commented", subject: { type: "exposure", id: exposureId }, detail: { comment: said.id } });
    return { id: said.id };
  });
}

/** What was said about an exposure. */
export async function commentsOf(ctx: Context, exposureId: string): Promise<Comments> {
  authorize(ctx.actor, "inventory.read");
  const [rows, total] = await Promise.all([
    ctx.db.exposureComment.findMany({
      where: { exposureId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: mostShown,
      select: { id: true, body: true, at: true, person: { select: { id: true, displayName: true } } },
    }),
    ctx.db.exposureComment.count({ where: { exposureId } }),
  ]);
  return {
    rows: rows.reverse().map(({ id, body, at, person }) => ({ id, body, at: at.toISOString(), by: { id: person.id, name: person.displayName } })),
    total,
  };
}

import type { Queryable } from "../../../lib/core/db";
import { formatDate } from "../../../lib/core/format";
import { rotationState, tasks } from "../../../lib/exposure/rotation/task-sql";
import type { Channel, Message } from "./channels";
import { type Composing, names, oneLine } from "./composing";

/** So many are told of in one round; the others in the next. */
const mostAtOnce = 200;
const keyOf = "rotation_asked";

/** What was asked longer ago is no news: a channel that is new does not tell of it. */
const newsMilliseconds = 7 * 86_400_000;

/** What an owner was asked to rotate within a week, has not answered, and was not told of by every channel. */
export async function rotationsToTell(db: Queryable, channels: readonly Channel[], now: Date): Promise<string[]> {
  if (channels.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    select r.id from ${tasks} where ${rotationState} = 'asked' and r.asked_at > ${new Date(now.getTime() - newsMilliseconds)}
      and exists (select from unnest(${channels.map(({ name }) => name)}::text[]) ch(name)
        where not exists (select from notice n where n.dedupe_key = ${keyOf} || ':' || r.id || ':' || ch.name))
    order by r.asked_at, r.id limit ${mostAtOnce}`;
  return rows.map(({ id }) => id);
}

interface Task {
  asker: string;
  due: Date;
  token: string;
  connection: string;
  email: string | null;
}

/**
 * Somebody is asked to rotate a token of theirs: to its owner, or while they are away to their backup. Which token and by when; what was found of it, and
 * where, stands on their page alone. Null once it is answered, taken back or done.
 */
export async function rotationAsked({ ctx, trust, origin }: Composing, id: string): Promise<Message | null> {
  const [task] = await ctx.db.$queryRaw<Task[]>`
    select r.asked_by as asker, r.due_at as due, t.name as token, c.name as connection,
      (select p.email from person p where p.status = 'active' and p.id = case when op.status = 'active' then o.person_id else o.backup_person_id end) as email
    from ${tasks} where r.id = ${id}::uuid and ${rotationState} = 'asked'`;
  if (!task) return null;
  const token = `"${oneLine(task.token)}"`;
  return {
    kind: keyOf,
    subject: `To rotate: ${oneLine(task.token)}`,
    text: [
      `${await names({ ctx, trust, origin }, [task.asker])} asks you to rotate the token ${token} at ${oneLine(task.connection)} by ${formatDate(task.due)}: it was found where no secret should be.`,
      "Where, how its kind is rotated, and how to say that you can't, stands under My tokens. This message holds nothing of the secret or of the place, and asks for none: send it to nobody.",
    ].join("\n\n"),
    url: `${origin}/my-tokens`,
    to: task.email === null ? [] : [task.email],
  };
}

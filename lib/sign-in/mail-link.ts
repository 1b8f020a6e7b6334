import { z } from "zod";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { issueInvite } from "./issue-invite";
import { mailedLinkMinutes, minutesAfter } from "./lifetimes";
import { assertWebProcess } from "./start-session";

export const MailLinkInput = z.object({ email: z.email("This is not an e-mail address. Write it like name@example.com.").toLowerCase() });

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface MailLinkMeans {
  /** web's own origin, where the link leads */
  origin: string;
  send: (mail: Mail) => Promise<void>;
}

/** So many links in the time one works: enough for a lost mail, too few to fill a mailbox. */
const linksAtOnce = 3;

/** Mails a one-time sign-in link to an active person. Says nothing about whether the address is known, in its answer or by failing. */
export async function mailLink(ctx: Context, input: z.input<typeof MailLinkInput>, { origin, send }: MailLinkMeans): Promise<void> {
  assertWebProcess(ctx);
  const { email } = parse(MailLinkInput, input);
  const invite = await ctx.db.$transaction(async (tx) => {
    const people = await tx.person.findMany({ where: { email, status: "active" }, select: { id: true }, take: 2 });
    const person = people.length === 1 ? people[0] : undefined;
    if (!person) return null;
    const since = minutesAfter(ctx.clock.now(), -mailedLinkMinutes);
    const recent = await tx.invite.count({ where: { personId: person.id, createdBy: "process:web", createdAt: { gt: since } } });
    return recent < linksAtOnce ? issueInvite(ctx, tx, person, origin, mailedLinkMinutes) : null;
  });
  if (!invite) return;
  const text = `Open this link to sign in to Countersign. It works once, for ${mailedLinkMinutes} minutes.\n\n${invite.link}\n\nYou did not ask for it? Then do nothing: nobody is signed in by it.\n`;
  // Not awaited: how long the mail takes must not tell whether the address is known.
  void send({ to: email, subject: "Your sign-in link for Countersign", text }).catch((error: unknown) =>
    ctx.log.error({ err: error }, "the sign-in mail was not sent"),
  );
}

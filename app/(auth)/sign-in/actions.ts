"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { firstPageOf } from "@/lib/domain/roles";
import { defineFormAction } from "@/lib/next/define-action";
import { sendMail } from "@/lib/next/mail";
import { setSessionCookie } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { MailLinkInput, mailLink } from "@/lib/sign-in/mail-link";
import { actorOfSession } from "@/lib/sign-in/queries";
import { RedeemInviteInput, redeemInvite } from "@/lib/sign-in/redeem-invite";

export const redeemAction = defineFormAction({
  input: RedeemInviteInput.pick({ token: true }),
  authorize: "anyone",
  run: async (ctx, { token }) => {
    const userAgent = (await headers()).get("user-agent")?.slice(0, 400) ?? null;
    const session = await redeemInvite({ ...ctx, actor: { type: "process", name: "web" } }, { token, userAgent });
    await setSessionCookie(session);
    const actor = await actorOfSession(ctx, session.id);
    redirect(firstPageOf(actor?.roles ?? []));
  },
});

export const requestLinkAction = defineFormAction({
  input: MailLinkInput,
  authorize: "anyone",
  run: async (ctx, input) => {
    await mailLink({ ...ctx, actor: { type: "process", name: "web" } }, input, { origin: webEnv().COUNTERSIGN_ORIGIN, send: sendMail });
  },
});

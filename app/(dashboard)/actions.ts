"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { defineAction } from "@/lib/next/define-action";
import { clearSessionCookie } from "@/lib/next/session";
import { endAllSessions, endSession } from "@/lib/sign-in/end-session";

const leave = defineAction({
  input: z.object({ everywhere: z.boolean() }),
  authorize: "anyone",
  run: async (ctx, { everywhere }) => {
    if (ctx.actor.type === "person") await (everywhere ? endAllSessions(ctx, { personId: ctx.actor.id }) : endSession(ctx));
    await clearSessionCookie();
  },
});

/** Ends this session, or all of one's own, at once. */
export async function signOut(everywhere: boolean): Promise<void> {
  const left = await leave({ everywhere });
  if (left.ok) redirect("/sign-in?left=1");
}

import { AppError } from "../../../lib/core/errors";
import { cookieName, passCookie, passMilliseconds, readPass } from "../entry/pass";
import { findTicket, type SpentTicket, spendTicket } from "../entry/spend-ticket";
import { type Exchange, type Reply, seeOther } from "../http/exchange";
import type { Signer } from "../signer";

/** `/t/<ticket>`: spends it and goes on to what it was for. Coming back to a spent one with the pass it gave goes on as well. */
export async function ticketRoute(signer: Signer, exchange: Exchange, ticket: string): Promise<Reply> {
  const { ctx, secret, secure } = signer;
  const theme = exchange.query.get("theme");
  const themeCookie =
    theme === "light" || theme === "dark" ? [`countersign-theme=${theme}; Path=/; SameSite=Lax; Max-Age=31536000${secure ? "; Secure" : ""}`] : [];
  try {
    const spent = await spendTicket(ctx, ticket);
    const pass = { person: spent.person, session: spent.session, id: ctx.ids.secret(18), until: ctx.clock.now().getTime() + passMilliseconds };
    return seeOther(placeOf(spent), { "set-cookie": [passCookie(secret, pass, secure), ...themeCookie] });
  } catch (error) {
    const pass = readPass(secret, exchange.cookies.get(cookieName(secure)), ctx.clock.now());
    const known = await findTicket(ctx, ticket);
    if (error instanceof AppError && pass && known?.person === pass.person) return seeOther(placeOf(known));
    throw error;
  }
}

function placeOf({ purpose, subject }: SpentTicket): string {
  switch (purpose) {
    case "sign":
      return `/requests/${subject}`;
    case "trust":
      return subject ? `/trust/${subject}` : "/trust";
    case "enrol":
      return "/enrol";
    default:
      return purpose satisfies never;
  }
}

import type { Context } from "../../../lib/core/context";
import { forbidden, unauthenticated } from "../../../lib/core/errors";
import type { Exchange } from "../http/exchange";
import { requireSameOrigin } from "../http/same-origin";
import type { Signer } from "../signer";
import { liveActor } from "./live-actor";
import { cookieName, formToken, isFormToken, readPass } from "./pass";

/** A person on the signer's pages. */
export interface Visitor {
  ctx: Context;
  person: { id: string; name: string };
  /** hidden field of each form */
  formToken: string;
}

/** Who came, from the pass and, each time anew, from the session and the directory. Throws Unauthenticated or Forbidden. */
export async function visitorOf(signer: Signer, exchange: Exchange): Promise<Visitor> {
  const { ctx, secret, secure } = signer;
  const pass = readPass(secret, exchange.cookies.get(cookieName(secure)), ctx.clock.now());
  if (!pass) throw unauthenticated("Your way to this page has closed. Go back to Countersign and press the button there again. Nothing is lost.");
  const actor = await liveActor(ctx, pass);
  return { ctx: { ...ctx, actor }, person: { id: actor.id, name: actor.displayName }, formToken: formToken(secret, pass) };
}

/** The same for a form that changes something: sent by this very page, to this very person. */
export async function posterOf(signer: Signer, exchange: Exchange): Promise<Visitor> {
  requireSameOrigin(exchange, signer.page.origin);
  const visitor = await visitorOf(signer, exchange);
  const pass = readPass(signer.secret, exchange.cookies.get(cookieName(signer.secure)), signer.ctx.clock.now());
  const given = (await exchange.form()).get("form") ?? "";
  if (!pass || !isFormToken(signer.secret, pass, given))
    throw forbidden("This form is not the one that was shown to you. Load the page anew and try again. Nothing was signed.");
  return visitor;
}

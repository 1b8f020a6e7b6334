import { z } from "zod";
import { requirePending } from "../../../lib/approvals/decided";
import { DenyRequestInput, denyRequest } from "../../../lib/approvals/deny-request";
import { loadRequest } from "../../../lib/approvals/load-request";
import { signRequest } from "../../../lib/approvals/sign-request";
import { authorize } from "../../../lib/authorization/authorize";
import { conflict, notFound } from "../../../lib/core/errors";
import { parse } from "../../../lib/core/parse";
import { enrolledKeys, trustInForce } from "../../../lib/trust/queries";
import { posterOf, type Visitor, visitorOf } from "../entry/visitor";
import { type Exchange, page, type Reply, seeOther } from "../http/exchange";
import { requestPage } from "../pages/request-page";
import type { Signer } from "../signer";
import { readJson, themeOf } from "./common";
import { signingOptions } from "./options";
import { withError } from "./with-error";

/** `GET /requests/<id>`: one request in words, and what this person may do about it. Throws Unauthenticated, Forbidden, or NotFound. SignatureRefused when its text was altered. */
export async function showRequest(signer: Signer, exchange: Exchange, id: string): Promise<Reply> {
  return show(signer, exchange, await visitorOf(signer, exchange), id);
}

async function show(signer: Signer, exchange: Exchange, visitor: Visitor, id: string, status = 200, error?: string): Promise<Reply> {
  authorize(visitor.ctx.actor, "request.read");
  const { db, clock } = visitor.ctx;
  if (!z.uuid().safeParse(id).success) throw notFound("The request");
  const [request, keys, trust, form] = await Promise.all([loadRequest(db, { id }), enrolledKeys(db, visitor.person.id), trustInForce(db), exchange.form()]);
  const kept = error ? { targets: form.getAll("target"), reason: form.get("reason") ?? "" } : undefined;
  return page(requestPage({ signer, visitor, theme: themeOf(exchange), request, keys, trust, now: clock.now(), error, kept }), status);
}

/** `POST /requests/<id>/options`: the passkey's challenge for what was chosen in the form, as JSON. Throws Conflict when the request is decided or nothing was chosen. */
export async function requestOptions(signer: Signer, exchange: Exchange, id: string): Promise<Reply> {
  const visitor = await posterOf(signer, exchange);
  authorize(visitor.ctx.actor, "request.sign");
  const form = await exchange.form();
  const request = await loadRequest(visitor.ctx.db, { id });
  requirePending(request);
  const answer = z.enum(["approve", "request", "deny"]).parse(form.get("intent"));
  if (answer === "deny") parse(DenyRequestInput.pick({ reason: true }), { reason: form.get("reason") ?? "" });
  const chosen = answer === "deny" ? request.targets.map(({ digest }) => digest) : form.getAll("target");
  if (chosen.length === 0) throw conflict("Choose at least one token to sign for, or deny the request.");
  return signingOptions(signer, visitor, { key: form.get("key") ?? "", answer, statement: request.digest, targets: chosen });
}

/** `POST /requests/<id>/sign`: keeps an approval, or the requester's own signature. Expected errors show the page again, with what was chosen. */
export async function signRoute(signer: Signer, exchange: Exchange, id: string): Promise<Reply> {
  const visitor = await posterOf(signer, exchange);
  const form = await exchange.form();
  return withError(
    visitor,
    async () => {
      if (!form.get("assertion")) throw conflict("Nothing was signed: the passkey prompt needs JavaScript. Turn it on for this page, or sign on a terminal.");
      await signRequest(visitor.ctx, { request: id, answer: form.get("answer") ?? "", assertion: readJson(form.get("assertion")) }, signer.page);
      return seeOther(`/requests/${id}`);
    },
    (sentence, status) => show(signer, exchange, visitor, id, status, sentence),
  );
}

/** `POST /requests/<id>/deny`: keeps a denial, signed or not. Expected errors show the page again, with the reason typed. */
export async function denyRoute(signer: Signer, exchange: Exchange, id: string): Promise<Reply> {
  const visitor = await posterOf(signer, exchange);
  const form = await exchange.form();
  return withError(
    visitor,
    async () => {
      const signature = form.get("assertion") ? { answer: form.get("answer") ?? "", assertion: readJson(form.get("assertion")) } : undefined;
      await denyRequest(visitor.ctx, { request: id, reason: form.get("reason") ?? "", signature }, signer.page);
      return seeOther(`/requests/${id}`);
    },
    (sentence, status) => show(signer, exchange, visitor, id, status, sentence),
  );
}

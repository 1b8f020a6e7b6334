import { authorize } from "../../../lib/authorization/authorize";
import { conflict, notFound } from "../../../lib/core/errors";
import { SignatureRefused } from "../../../lib/signatures/refused";
import { namesIn } from "../../../lib/trust/names";
import { enrolledKeys, trustInForce, waitingStatements } from "../../../lib/trust/queries";
import { signStatement } from "../../../lib/trust/sign-statement";
import { readTrustStatement } from "../../../lib/trust/statements";
import type { TrustDetail } from "../../../lib/trust/verdicts";
import { posterOf, type Visitor, visitorOf } from "../entry/visitor";
import { type Exchange, page, type Reply, seeOther } from "../http/exchange";
import { trustListPage } from "../pages/trust-list-page";
import { trustPage } from "../pages/trust-page";
import type { Signer } from "../signer";
import { readJson, themeOf } from "./common";
import { signingOptions } from "./options";
import { withError } from "./with-error";

/** `GET /trust`: every trust statement that waits for signatures. Throws Unauthenticated or Forbidden. */
export async function showTrustList(signer: Signer, exchange: Exchange): Promise<Reply> {
  const visitor = await visitorOf(signer, exchange);
  const { ctx } = visitor;
  authorize(ctx.actor, "trust.read");
  const waiting = (await waitingStatements(ctx.db)).flatMap((row) => {
    const statement = readTrustStatement(row);
    return statement ? [{ ...row, statement }] : [];
  });
  const names = await namesIn(
    ctx.db,
    waiting.map(({ statement }) => statement),
  );
  return page(trustListPage({ signer, visitor, theme: themeOf(exchange), waiting, names, now: ctx.clock.now() }));
}

/** `GET /trust/<digest>`: one statement in words, what it widens, who signed. Throws Unauthenticated, Forbidden, or NotFound. SignatureRefused when its text is not the one that the digest names. */
export async function showTrust(signer: Signer, exchange: Exchange, digest: string): Promise<Reply> {
  return show(signer, exchange, await visitorOf(signer, exchange), digest);
}

async function show(signer: Signer, exchange: Exchange, visitor: Visitor, digest: string, status = 200, error?: string): Promise<Reply> {
  const { db, clock, actor } = visitor.ctx;
  authorize(actor, "trust.read");
  const row = await db.trustStatement.findUnique({ where: { digest }, include: { state: true, signatures: { orderBy: { at: "asc" } } } });
  if (!row) throw notFound("The trust statement");
  const statement = readTrustStatement(row);
  if (!statement) throw new SignatureRefused("statement_altered", "The stored statement is not the one its digest names. Have it proposed again.");
  const [keys, trust] = await Promise.all([enrolledKeys(db, visitor.person.id), trustInForce(db)]);
  const members = statement.type === "countersign/approver-group" ? [...(trust.groups.get(statement.group) ?? [])] : [];
  const names = await namesIn(db, [statement], [...members, ...row.signatures.map(({ personId }) => personId)]);
  const signatures = row.signatures.map(({ personId, at }) => ({ person: { id: personId, name: names.get(personId) ?? "the sample root" }, at }));
  const state = row.state && {
    status: row.state.status,
    reason: row.state.reason,
    detail: row.state.detail as Partial<TrustDetail>,
    activeAt: row.state.activeAt,
  };
  return page(
    trustPage({ signer, visitor, theme: themeOf(exchange), digest, statement, state, signatures, names, keys, trust, now: clock.now(), error }),
    status,
  );
}

/** `POST /trust/<digest>/options`: the challenge for signing it, as JSON. Throws Unauthenticated, Forbidden, or NotFound. */
export async function trustOptions(signer: Signer, exchange: Exchange, digest: string): Promise<Reply> {
  const visitor = await posterOf(signer, exchange);
  authorize(visitor.ctx.actor, "trust.sign");
  const form = await exchange.form();
  return signingOptions(signer, visitor, { key: form.get("key") ?? "", answer: "trust", statement: digest, targets: [] });
}

/** `POST /trust/<digest>/sign`: keeps one person's signature. Expected errors show the page again. */
export async function signTrustRoute(signer: Signer, exchange: Exchange, digest: string): Promise<Reply> {
  const visitor = await posterOf(signer, exchange);
  const form = await exchange.form();
  return withError(
    visitor,
    async () => {
      if (!form.get("assertion")) throw conflict("Nothing was signed: the passkey prompt needs JavaScript. Turn it on for this page, or sign on a terminal.");
      await signStatement(visitor.ctx, { digest, answer: form.get("answer") ?? "", assertion: readJson(form.get("assertion")) }, signer.page);
      return seeOther(`/trust/${digest}`);
    },
    (sentence, status) => show(signer, exchange, visitor, digest, status, sentence),
  );
}

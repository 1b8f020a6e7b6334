import { authorize } from "../../../lib/authorization/authorize";
import { conflict, invalidInput } from "../../../lib/core/errors";
import { WebauthnRegistration } from "../../../lib/signatures/assertion";
import { keyAlgorithms, verifyRegistration } from "../../../lib/signatures/verify-registration";
import { enrolKey } from "../../../lib/trust/enrol-key";
import { enrolledKeys, trustInForce } from "../../../lib/trust/queries";
import { seal, unseal } from "../entry/pass";
import { posterOf, type Visitor, visitorOf } from "../entry/visitor";
import { type Exchange, json, page, type Reply, seeOther } from "../http/exchange";
import { enrolPage } from "../pages/enrol-page";
import type { Signer } from "../signer";
import { promptMilliseconds, readJson, themeOf } from "./common";
import { withError } from "./with-error";

/** How long a challenge for a new passkey holds: the prompt's time and some to type, in milliseconds. */
const challengeMilliseconds = 10 * 60_000;

/** `GET /enrol`: the person's keys, and the button that makes another. Throws Unauthenticated or Forbidden. */
export async function showEnrol(signer: Signer, exchange: Exchange): Promise<Reply> {
  return show(signer, exchange, await visitorOf(signer, exchange));
}

async function show(signer: Signer, exchange: Exchange, visitor: Visitor, status = 200, error?: string): Promise<Reply> {
  authorize(visitor.ctx.actor, "key.enrol");
  const { db, clock } = visitor.ctx;
  const [keys, trust, form] = await Promise.all([enrolledKeys(db, visitor.person.id), trustInForce(db), exchange.form()]);
  const made = exchange.query.get("made") ?? undefined;
  return page(enrolPage({ signer, visitor, theme: themeOf(exchange), keys, trust, now: clock.now(), made, error, name: form.get("name") ?? "" }), status);
}

/** `POST /enrol/options`: what the browser needs to make a passkey, as JSON. The challenge comes back sealed, so nothing is kept here meanwhile. */
export async function enrolOptions(signer: Signer, exchange: Exchange): Promise<Reply> {
  const { ctx, person } = await posterOf(signer, exchange);
  authorize(ctx.actor, "key.enrol");
  const form = await exchange.form();
  if (!form.get("name")?.trim()) throw invalidInput("Give the key a name, like “YubiKey 5C”.");
  const challenge = ctx.ids.secret(32);
  const until = ctx.clock.now().getTime() + challengeMilliseconds;
  const known = await enrolledKeys(ctx.db, person.id);
  return json({
    sealed: seal(signer.secret, "enrol", JSON.stringify({ challenge, person: person.id, until })),
    options: {
      challenge,
      rp: { id: signer.page.rpId, name: "Countersign signing page" },
      user: { id: Buffer.from(person.id.replaceAll("-", ""), "hex").toString("base64url"), name: person.name, displayName: person.name },
      pubKeyCredParams: keyAlgorithms.map((alg) => ({ type: "public-key", alg })),
      timeout: promptMilliseconds,
      attestation: "none",
      authenticatorSelection: { userVerification: "required", residentKey: "discouraged" },
      excludeCredentials: known.filter(({ kind }) => kind === "webauthn").map(({ id, transports }) => ({ id, type: "public-key", transports })),
    },
  });
}

/** `POST /enrol`: checks the new passkey against the sealed challenge and writes it down for administrators to sign. Expected errors show the page again. */
export async function enrolRoute(signer: Signer, exchange: Exchange): Promise<Reply> {
  const visitor = await posterOf(signer, exchange);
  const form = await exchange.form();
  return withError(
    visitor,
    async () => {
      if (!form.get("registration"))
        throw conflict("No passkey was made: the prompt needs JavaScript. Turn it on for this page, or use a file key on a terminal.");
      const challenge = openChallenge(signer, visitor, form.get("sealed") ?? "");
      const registration = WebauthnRegistration.safeParse(readJson(form.get("registration")));
      if (!registration.success) throw invalidInput("What the browser sent is no passkey. Try again, or with another browser.");
      const { transports, ...key } = await verifyRegistration({ registration: registration.data, challenge, ...signer.page });
      await enrolKey(visitor.ctx, { person: visitor.person.id, key: { ...key, kind: "webauthn" }, name: form.get("name") ?? "", transports });
      await signer.endorse();
      return seeOther(`/enrol?made=${encodeURIComponent(key.id)}`);
    },
    (sentence, status) => show(signer, exchange, visitor, status, sentence),
  );
}

function openChallenge(signer: Signer, visitor: Visitor, sealed: string): string {
  const text = unseal(signer.secret, "enrol", sealed);
  const { challenge, person, until } = (text ? JSON.parse(text) : {}) as { challenge?: string; person?: string; until?: number };
  if (!challenge || person !== visitor.person.id) throw invalidInput("This registration was not begun here. Press the button again.");
  if ((until ?? 0) <= signer.ctx.clock.now().getTime())
    throw conflict("The registration took longer than ten minutes. Press the button again; nothing is lost.");
  return challenge;
}

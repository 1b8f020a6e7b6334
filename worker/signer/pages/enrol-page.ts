import { keyFingerprint } from "../../../lib/signatures/key-fingerprint";
import type { PersonKey, TrustInForce } from "../../../lib/trust/queries";
import type { Visitor } from "../entry/visitor";
import { type Html, html } from "../http/html";
import type { Signer } from "../signer";
import { layout, type Theme } from "./layout";
import { facts, note, terminal, time } from "./parts";

export interface EnrolPage {
  signer: Signer;
  visitor: Visitor;
  theme: Theme;
  keys: PersonKey[];
  trust: TrustInForce;
  now: Date;
  /** id of the key that was just made */
  made?: string | undefined;
  error?: string | undefined;
  name?: string | undefined;
}

const standings = { active: "counts", waiting: "waits for an administrator", withdrawn: "withdrawn for good", refused: "refused" } as const;

/** Registers a passkey, and shows what the person at the executor's host must see too. */
export function enrolPage({ signer, visitor, theme, keys, trust, now, made, error, name = "" }: EnrolPage): Html {
  const fresh = keys.find(({ id }) => id === made);
  return layout(
    {
      signer,
      theme,
      title: "Register a key",
      visitor: visitor.person.name,
      back: { path: "/set-up", label: "Back to the set-up checklist" },
      scripts: ["enrol.mjs"],
    },
    html`<h1>Register a key</h1>
<p class="sub">With this key you sign requests, and nothing else: it never signs you in. It counts once an administrator has signed it.</p>
${error ? note("error", error) : null}
${fresh ? note("done", html`<strong>“${fresh.name}” is registered.</strong> ${nextStep(fresh, signer, visitor, trust)}`) : null}
${keys.length > 0 ? html`<section class="card" aria-labelledby="keys"><h2 id="keys" class="people">Your keys</h2>${keys.map((key) => keyFacts(key, now))}</section>` : null}
<section class="card" aria-labelledby="new"><h2 id="new">${keys.length > 0 ? "Another key" : "New key"}</h2>
${facts([
  { label: "Page (origin)", value: signer.page.origin, mono: true },
  { label: "Relying party (RP ID)", value: signer.page.rpId, mono: true },
])}
<p class="muted">Whoever pins the trust root sees the same two, and the key's fingerprint. If they differ, stop.</p>
${signer.page.obstacle ? note("warning", html`<p>${signer.page.obstacle}</p><p>Until then, use a file key:</p>${terminal(`key create FILE\nnpm run -s countersign -- key enrol FILE --person you@example.com`)}`) : form(visitor, name)}
</section>`,
  );
}

const form = (visitor: Visitor, name: string): Html => html`<form method="post" action="/enrol" data-enrol="/enrol/options">
<input type="hidden" name="form" value="${visitor.formToken}"><input type="hidden" name="registration" value=""><input type="hidden" name="sealed" value="">
<div class="field"><label for="name">Name of the key</label><input id="name" name="name" required maxlength="100" autocomplete="off" value="${name}" placeholder="YubiKey 5C"><p class="hint">So that you and others recognise it.</p></div>
<div class="status" data-status role="status" aria-live="polite"></div>
<div class="buttons"><button class="button go" type="submit">Register a passkey</button></div>
<noscript>${note("warning", html`Making a passkey needs JavaScript. Turn it on for this page, or use a file key on a terminal: ${terminal("key create FILE")}`)}</noscript>
</form>`;

const keyFacts = (key: PersonKey, now: Date): Html =>
  html`<div class="key"><p class="pick"><span class="name">${key.name}</span> <span class="muted">${key.kind === "webauthn" ? "passkey" : "file key"} · ${standings[key.standing]} · registered ${time(key.at, now)}</span></p>
${facts([{ label: "Fingerprint", value: keyFingerprint(key.publicKey), mono: true, wide: true }])}</div>`;

function nextStep(key: PersonKey, signer: Signer, visitor: Visitor, trust: TrustInForce): Html {
  const isAdministrator = visitor.ctx.actor.type === "person" && visitor.ctx.actor.roles.includes("administrator");
  if (key.standing === "active") return html`It counts already. <a href="${signer.appOrigin}/requests">Go to the requests</a>.`;
  if (signer.sample) return html`Sample trust signs it by itself, within seconds. <a href="${signer.appOrigin}/requests">Go to the requests</a>.`;
  if (!trust.root && isAdministrator)
    return html`Next, on the executor's host, make it the trust root, and compare the fingerprint below: ${terminal("trust pin")}`;
  return html`An administrator must sign it now: it waits on their set-up checklist. Read them the fingerprint below, from this screen.`;
}

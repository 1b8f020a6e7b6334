import type { TrustStatement } from "../../../lib/domain/statement";
import { administratorsOf, type PersonKey, type TrustInForce } from "../../../lib/trust/queries";
import { type TrustDetail, type TrustReason, trustReasons } from "../../../lib/trust/verdicts";
import { whatWidens } from "../../../lib/trust/widening";
import { type Names, trustInWords, wideningInWords } from "../../../lib/trust/words";
import type { Visitor } from "../entry/visitor";
import { type Html, html } from "../http/html";
import type { Signer } from "../signer";
import { layout, type Theme } from "./layout";
import { facts, grouped, note, person, time } from "./parts";
import { signForm } from "./sign-form";

export interface TrustPage {
  signer: Signer;
  visitor: Visitor;
  theme: Theme;
  digest: string;
  statement: TrustStatement;
  state: { status: string; reason: string | null; detail: Partial<TrustDetail>; activeAt: Date | null } | null;
  signatures: { person: { id: string; name: string }; at: Date }[];
  names: Names;
  keys: PersonKey[];
  trust: TrustInForce;
  now: Date;
  error?: string | undefined;
}

/** A trust statement in words, what it widens, and who must sign it. */
export function trustPage(given: TrustPage): Html {
  const { signer, visitor, theme, digest, statement, names, error, state, now, signatures, trust } = given;
  const words = trustInWords(statement, names);
  const mine = signatures.find((signature) => signature.person.id === visitor.person.id);
  const widens = wideningInWords(whatWidens(statement, { groups: trust.groups, policy: trust.policy, rootPerson: trust.root?.personId ?? "" }), names);
  return layout(
    {
      signer,
      theme,
      title: words.title,
      visitor: visitor.person.name,
      back: { path: "/set-up", label: "Back to the set-up checklist" },
      scripts: ["sign.mjs"],
    },
    html`<h1>${words.title}</h1><p class="sub">${words.meaning}</p>
${error ? note("error", error) : null}
${mine ? note("done", html`<strong>You signed this</strong> ${time(mine.at, now)}. <a href="/trust">See what else waits</a>, or <a href="${signer.appOrigin}/set-up">go back to the checklist</a>.`) : null}
<section class="card" aria-labelledby="statement"><h2 id="statement">The statement</h2>
${facts([...words.facts.map((fact) => ({ ...fact, wide: fact.mono || fact.value.length > 60 })), { label: "What it widens", value: widens ?? "nothing: it takes effect with one administrator's signature", wide: true }, { label: "Proposed", value: time(new Date(statement.issued), now) }, { label: "Digest of this statement", value: grouped(digest), mono: true, wide: true }])}
<details><summary>Its exact text</summary><pre class="text" tabindex="0">${JSON.stringify(statement, null, 2)}</pre></details></section>
${action(given, mine !== undefined)}
<section class="card" aria-labelledby="signed"><h2 id="signed" class="people">Signed so far</h2>
${signatures.length === 0 ? html`<p class="muted">Nobody yet.</p>` : html`<ol class="steps">${signatures.map((signature) => person(true, html`<strong>${signature.person.name}</strong> signed, ${time(signature.at, now)}`))}</ol>`}
<p class="muted">${needs(state, statement, trust)}</p></section>`,
  );
}

function action(given: TrustPage, signed: boolean): Html | null {
  const { state, signer, visitor, digest, keys, trust, statement } = given;
  const closed = closedBecause(state);
  if (closed) return html`<section class="card">${note("plain", closed)}</section>`;
  if (signed) return null;
  const compare =
    statement.type === "countersign/key"
      ? note("warning", "Ask the person to read you the fingerprint from their own screen, and compare. Whoever holds this key will sign in their name.")
      : null;
  const administrator = administratorsOf(trust).has(visitor.person.id);
  const second = administrator ? null : note("plain", "You are not an administrator, so yours can only be the second signature.");
  const unpinned = trust.root
    ? null
    : note(
        "warning",
        html`No trust root is pinned, so no signature counts yet. Run <span class="mono">countersign trust pin</span> on the executor's host first.`,
      );
  return html`<section class="card">${unpinned}${compare}${second}
${signForm({ signer, formToken: visitor.formToken, path: `/trust/${digest}`, intent: "trust", button: "Sign", keys, subject: digest })}</section>`;
}

function closedBecause(state: TrustPage["state"]): string | null {
  if (state?.status === "active") return "This statement is active. Nothing is left to sign.";
  if (state?.status === "superseded" || state?.status === "refused")
    return `This statement can no longer take effect. ${state.reason && state.reason in trustReasons ? trustReasons[state.reason as TrustReason] : ""}`;
  return null;
}

function needs(state: TrustPage["state"], statement: TrustStatement, { root }: TrustInForce): string {
  if (statement.type === "countersign/key" && root?.keyId === statement.key.id) return "This is the pinned key itself; it needs nobody's signature.";
  if (!state) return "The executor has not looked at it yet. It does so within seconds while it runs.";
  if (state.status === "waiting_delay" && state.detail.activeAt)
    return `Enough people have signed. It takes effect on ${state.detail.activeAt.slice(0, 16).replace("T", " ")} UTC; until then, withdrawing a signer's key stops it.`;
  if (state.status !== "waiting_signatures") return "";
  const { people = 1, signedBy = [] } = state.detail;
  const count = new Set(signedBy.map((signature) => signature.person)).size;
  const who = people === 1 ? "An administrator must sign" : "Two people must sign, one of them an administrator; a delay follows";
  return `${who}. ${count} of ${people} so far count${count === 1 ? "s" : ""}.`;
}

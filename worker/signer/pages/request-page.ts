import { alreadyDecided, canStillStop, isOver } from "../../../lib/approvals/decided";
import type { SignableRequest, SignableTarget } from "../../../lib/approvals/load-request";
import {
  effectMeaning,
  lastUseInWords,
  ownerInWords,
  progressInWords,
  quorumInWords,
  requestTitle,
  targetFacts,
  whatCantBeKnown,
} from "../../../lib/approvals/request-in-words";
import { formatDateTime } from "../../../lib/core/format";
import { administratorsOf, groupsOf, type PersonKey, type TrustInForce } from "../../../lib/trust/queries";
import type { Visitor } from "../entry/visitor";
import { type Html, html, type Piece } from "../http/html";
import type { Signer } from "../signer";
import { layout, type Theme } from "./layout";
import { facts, grouped, note, person, time } from "./parts";
import { denialForm, signForm } from "./sign-form";

export interface RequestPage {
  signer: Signer;
  visitor: Visitor;
  theme: Theme;
  request: SignableRequest;
  keys: PersonKey[];
  trust: TrustInForce;
  now: Date;
  error?: string | undefined;
  /** what was chosen and typed before an error */
  kept?: { targets: string[]; reason: string } | undefined;
}

/** One revocation statement in words, as it will be signed, and two buttons. */
export function requestPage(given: RequestPage): Html {
  const { signer, visitor, theme, request, now, error } = given;
  const title = requestTitle(request);
  const back = { path: `/requests/${request.number}`, label: `Back to R-${request.number} in Countersign` };
  const mine = request.approvals.filter((approval) => approval.person.id === visitor.person.id);
  return layout(
    { signer, theme, title, visitor: visitor.person.name, back, scripts: ["sign.mjs"] },
    html`<h1>${title}</h1>
<p class="sub">R-${request.number}. What stands below is exactly what you sign; a machine acts on it and on nothing else.</p>
${error ? note("error", error) : null}
${mine.length > 0 ? note("done", html`<strong>You signed this</strong> ${time(mine.at(-1)?.at ?? now, now)}. <a href="${signer.appOrigin}${back.path}">Go back to R-${request.number}</a> to see what happens next.`) : null}
<section class="card" aria-labelledby="statement"><h2 id="statement">The statement</h2>${facts(statementFacts(request, now))}
<details><summary>Its exact text</summary><pre class="text" tabindex="0">${JSON.stringify(request.statement, null, 2)}</pre></details></section>
<section class="card" aria-labelledby="signed"><h2 id="signed" class="people">Signed so far</h2>${signedSoFar(request, now)}${request.status === "pending" ? html`<p class="muted">${progressInWords(request)}</p>` : null}</section>
${decision(given)}`,
  );
}

function statementFacts(request: SignableRequest, now: Date) {
  const { statement, connection, requester, digest } = request;
  return [
    { label: "Who asks", value: requester.name },
    { label: "Why", value: `“${statement.reason}”` },
    { label: "What happens", value: effectMeaning(request), wide: true },
    { label: "What can't be known", value: whatCantBeKnown, wide: true, unknown: true },
    {
      label: "Where",
      value: connection
        ? html`${connection.statement.name} (${connection.statement.vendor}) at <span class="mono">${connection.statement.origin}</span>`
        : "unknown",
      wide: true,
      unknown: !connection,
    },
    { label: "Valid until", value: html`${formatDateTime(new Date(statement.expiry))}, ${time(new Date(statement.expiry), now)}` },
    { label: "Effect", value: statement.effect },
    { label: "Digest of this statement", value: grouped(digest), mono: true, wide: true },
  ];
}

/** The targets with the form around them; without it where nothing is left to decide. */
function decision(given: RequestPage): Html {
  const { request, visitor, keys, signer, kept } = given;
  const closed = cannotSign(given);
  const asRequester = request.requester.id === visitor.person.id;
  const narrowing = request.targets.length > 1 && !closed;
  const targets = html`<fieldset class="targets"><legend>${request.targets.length === 1 ? "The token" : narrowing ? "The tokens. Leave out what you don't sign for." : "The tokens"}</legend>
${request.targets.map((target, n) => targetCard(target, n, narrowing, !kept || kept.targets.includes(target.digest), given.now))}</fieldset>`;
  if (closed) {
    const denial =
      !asRequester && canStillStop(request)
        ? denialForm({
            formToken: visitor.formToken,
            path: `/requests/${request.id}`,
            reason: kept?.reason ?? "",
            button: request.status === "approved" ? "Deny: stop it before the machine acts" : "Deny after all",
          })
        : null;
    return html`<section class="card">${note("plain", closed)}${targets}${denial}</section>`;
  }
  const own = asRequester
    ? note(
        "plain",
        html`You filed this request, so your approval would not count. Signing it as requester shows that the request is really yours: without it, one more approver is needed.`,
      )
    : null;
  return html`<section class="card">${own}${asRequester ? null : doubts(given)}
${signForm({
  signer,
  formToken: visitor.formToken,
  path: `/requests/${request.id}`,
  intent: asRequester ? "request" : "approve",
  button: asRequester ? "Sign my request" : "Sign and approve",
  keys,
  inside: targets,
  denial: asRequester ? undefined : { reason: kept?.reason ?? "" },
  subject: `R-${request.number}`,
})}</section>`;
}

/** Why there is no form, or null. */
function cannotSign({ request, visitor }: RequestPage): Piece {
  const decided = alreadyDecided(request);
  if (decided) return decided;
  if (request.targets.every(({ known }) => isOver(known.state)))
    return "This token is dead already: nothing is left to revoke. Its page in Countersign shows how it died.";
  const mine = request.approvals.filter((approval) => approval.person.id === visitor.person.id).flatMap(({ targets }) => targets);
  if (request.targets.every(({ digest }) => mine.includes(digest))) return `You signed all of it. R-${request.number} waits for others.`;
  return null;
}

/** What would make the executor refuse this signature or this request, said before somebody signs for nothing. */
function doubts({ request, trust, visitor }: RequestPage): Html[] {
  const found: string[] = [];
  if (!request.connection)
    found.push("The connection this names is not known by a trust statement. The executor will refuse it; have the request filed again.");
  else if (!request.connection.active)
    found.push("No administrator has signed this connection, or its delay runs. The executor waits with acting until it is trusted.");
  if (request.statement.approvalPolicy !== trust.policy.digest)
    found.push("The approval policy has changed since this was filed. The executor will refuse it as superseded; filing it again is one click.");
  if (groupsOf(trust, visitor.person.id).length === 0)
    found.push(
      `You are in no approver group that ${administratorsOf(trust).size > 0 ? "an administrator" : "anybody"} has signed, so your signature does not count yet. Your denial does.`,
    );
  return found.map((sentence) => note("warning", sentence));
}

function targetCard({ digest, target, quorum, known }: SignableTarget, n: number, narrowing: boolean, chosen: boolean, now: Date): Html {
  const use = lastUseInWords(known, now);
  const owner = ownerInWords(known);
  const name = html`<span class="name mono">${target.name}</span>`;
  const head = narrowing
    ? html`<label class="pick" for="target-${n}"><input id="target-${n}" type="checkbox" name="target" value="${digest}"${chosen ? html` checked` : null}>${name}</label>`
    : html`<p class="pick">${name}<input type="hidden" name="target" value="${digest}"></p>`;
  return html`<div class="target">${head}
${isOver(known.state) ? note("plain", "This one is dead already.") : null}
${facts([...targetFacts(target).map((fact) => ({ ...fact, wide: fact.mono })), { label: "Must sign", value: quorumInWords(quorum) }, { label: "Digest", value: grouped(digest), mono: true, wide: true }])}
<h3>Known besides, not part of what is signed</h3>${facts([
    { label: "Last used", ...use },
    { label: "Owner", ...owner },
  ])}</div>`;
}

function signedSoFar(request: SignableRequest, now: Date): Html {
  const approvals = request.approvals.map(({ person: { name }, kind, at, targets }) => {
    const narrowed = targets.length < request.targets.length ? html`, for ${targets.length} of ${request.targets.length} tokens` : null;
    return person(true, html`<strong>${name}</strong> ${kind === "request" ? "signed as requester" : "approved"}${narrowed}, ${time(at, now)}`);
  });
  const denials = request.denials.map(({ person: by, reason, at, signed }) =>
    person(true, html`<strong>${by?.name ?? "Somebody"}</strong> denied${signed ? null : " without signing"}, ${time(at, now)}: “${reason}”`),
  );
  if (approvals.length + denials.length === 0) return html`<p class="muted">Nobody yet.</p>`;
  return html`<ol class="steps">${approvals}${denials}</ol>`;
}

import type { PersonKey } from "../../../lib/trust/queries";
import { type Html, html, type Piece } from "../http/html";
import type { Signer } from "../signer";
import { note, terminal } from "./parts";

export interface SignForm {
  signer: Pick<Signer, "page">;
  formToken: string;
  /** where the form goes; `/options`, `/sign` and `/deny` are appended */
  path: string;
  intent: "approve" | "request" | "trust";
  button: string;
  keys: PersonKey[];
  /** what stands above the buttons inside the form: the targets */
  inside?: Piece;
  /** a denial can be given here too; holds what was typed so far */
  denial?: { reason: string };
  /** `R-12`, or a trust statement's digest: what the command line calls it */
  subject: string;
}

/** The choice of key and the buttons. Without JavaScript it says what is missing; a denial goes through all the same. */
export function signForm({ signer, formToken, path, intent, button, keys, inside, denial, subject }: SignForm): Html {
  const usable = keys.filter(({ kind, standing }) => kind === "webauthn" && (standing === "active" || standing === "waiting"));
  const canSign = usable.length > 0 && signer.page.obstacle === null;
  return html`<form method="post" action="${path}/sign" class="sign" data-sign="${path}/options">
<input type="hidden" name="form" value="${formToken}"><input type="hidden" name="intent" value="${intent}">
<input type="hidden" name="answer" value=""><input type="hidden" name="assertion" value="">
${inside}
${canSign ? keyChoice(usable) : noPasskey(signer.page.obstacle, keys, subject)}
${denial ? html`<div class="field"><label for="reason">Reason, if you deny</label><textarea id="reason" name="reason" rows="2" maxlength="2000">${denial.reason}</textarea></div>` : null}
<div class="status" data-status role="status" aria-live="polite"></div>
<div class="buttons">
${canSign ? html`<button class="button go" type="submit" name="intent" value="${intent}">${button}</button>` : null}
${denial ? html`<button class="button stop" type="submit" name="intent" value="deny" formaction="${path}/deny"${canSign ? null : html` data-plain`}>Deny</button>` : null}
${denial && canSign ? html`<button class="button" type="submit" name="intent" value="deny" formaction="${path}/deny" data-plain data-unsigned hidden>Deny without signing</button>` : null}
</div>
${canSign ? html`<noscript>${note("warning", html`Signing with a passkey needs JavaScript. Turn it on for this page, or sign on a terminal: ${terminal(`sign ${subject} --key FILE`)}`)}</noscript>` : null}
${canSign ? terminalWay(subject) : null}
</form>`;
}

/** A denial alone, where there is nothing left to sign: it needs no key. */
export function denialForm({ formToken, path, reason, button }: { formToken: string; path: string; reason: string; button: string }): Html {
  return html`<form method="post" action="${path}/deny" class="sign">
<input type="hidden" name="form" value="${formToken}"><input type="hidden" name="intent" value="deny">
<div class="field"><label for="reason">Reason to deny it</label><textarea id="reason" name="reason" rows="2" maxlength="2000" required>${reason}</textarea></div>
<div class="buttons"><button class="button stop" type="submit" data-plain>${button}</button></div>
</form>`;
}

function keyChoice(keys: PersonKey[]): Html {
  const sorted = [...keys].sort((one, other) => Number(other.standing === "active") - Number(one.standing === "active"));
  const label = ({ name, standing }: PersonKey) => `${name}${standing === "waiting" ? " (waits for an administrator)" : ""}`;
  const [only] = sorted;
  const waiting = sorted.every(({ standing }) => standing === "waiting")
    ? note("warning", "Your key is not trusted yet: an administrator must sign it first. You may sign now; it counts once the key does.")
    : null;
  if (sorted.length === 1 && only)
    return html`<input type="hidden" name="key" value="${only.id}"><p class="with">You sign with <strong>${label(only)}</strong>.</p>${waiting}`;
  const options = sorted.map((key) => html`<option value="${key.id}">${label(key)}</option>`);
  return html`<div class="field"><label for="key">Sign with</label><select id="key" name="key">${options}</select></div>${waiting}`;
}

function noPasskey(obstacle: string | null, keys: PersonKey[], subject: string): Html {
  if (obstacle) return note("warning", html`<p>${obstacle}</p><p>Until then, sign on a terminal with a file key:</p>${terminal(`sign ${subject} --key FILE`)}`);
  const hasFile = keys.some(({ kind, standing }) => kind === "ed25519" && standing !== "withdrawn");
  if (hasFile) return note("plain", html`<p>Your key is a file. Sign on a terminal:</p>${terminal(`sign ${subject} --key FILE`)}`);
  return note(
    "warning",
    html`<p>You have no key to sign with. <a href="/enrol">Register a passkey</a>, then come back: nothing is lost. Or sign on a terminal with a file key:</p>${terminal(`sign ${subject} --key FILE`)}`,
  );
}

const terminalWay = (subject: string): Html =>
  html`<details class="other"><summary>Sign on a terminal instead</summary><p>With a file key that is enrolled for you:</p>${terminal(`sign ${subject} --key FILE`)}</details>`;

// Signs what the form shows with a passkey, then sends the form as a plain one.
import { busy, explain, options, say } from "/assets/prompt.mjs";
import { browserSupportsWebAuthn, startAuthentication } from "/assets/webauthn/index.js";

for (const form of document.querySelectorAll("form[data-sign]")) form.addEventListener("submit", (event) => onSubmit(form, event));

async function onSubmit(form, event) {
  const button = event.submitter;
  if (button?.hasAttribute("data-plain")) return; // a denial without a signature needs no prompt
  event.preventDefault();
  const denying = button?.value === "deny";
  if (!browserSupportsWebAuthn()) return say(form, "This browser has no passkeys. Nothing was signed: use another one, or sign on a terminal.", "error");
  busy(form, true);
  say(form, "Waiting for your passkey…", "plain");
  try {
    const { answer, options: optionsJSON } = await options(form.dataset.sign, form, button);
    const assertion = await startAuthentication({ optionsJSON });
    say(form, "Signed. Sending…", "plain");
    send(form, button, { answer, assertion: JSON.stringify(assertion) });
  } catch (error) {
    busy(form, false);
    say(form, explain(error, denying ? "Nothing was denied" : "Nothing was signed"), "error");
    // A denial is worth more than its signature: offer it without.
    if (denying) form.querySelector("[data-unsigned]")?.removeAttribute("hidden");
    button?.focus();
  }
}

/** The form goes as it would have gone by itself, now with what was signed. */
function send(form, button, fields) {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  // A button without the attribute says the page's own address.
  if (button?.hasAttribute("formaction")) form.action = button.formAction;
  form.submit();
}

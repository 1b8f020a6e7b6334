// Makes a passkey for what the form says, then sends the form as a plain one.
import { busy, explain, options, say } from "/assets/prompt.mjs";
import { browserSupportsWebAuthn, startRegistration } from "/assets/webauthn/index.js";

for (const form of document.querySelectorAll("form[data-enrol]")) form.addEventListener("submit", (event) => onSubmit(form, event));

async function onSubmit(form, event) {
  event.preventDefault();
  if (!browserSupportsWebAuthn()) return say(form, "This browser has no passkeys. Use another one, or a file key on a terminal.", "error");
  busy(form, true);
  say(form, "Follow your browser: it makes a new passkey…", "plain");
  try {
    const { sealed, options: optionsJSON } = await options(form.dataset.enrol, form);
    const registration = await startRegistration({ optionsJSON });
    form.elements.sealed.value = sealed;
    form.elements.registration.value = JSON.stringify(registration);
    form.submit();
  } catch (error) {
    busy(form, false);
    say(form, explain(error, "No passkey was registered"), "error");
    event.submitter?.focus();
  }
}

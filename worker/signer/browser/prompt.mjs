// Shared by both forms: asks the server what to sign, says what happens, and hands the result to the form itself.

/** Puts a sentence into the form's live region. */
export function say(form, sentence, kind) {
  const status = form.querySelector("[data-status]");
  status.textContent = sentence;
  status.className = sentence ? `status note ${kind}` : "status";
}

export function busy(form, on) {
  for (const button of form.querySelectorAll("button")) button.disabled = on;
  form.toggleAttribute("aria-busy", on);
}

/** Fetches the options for what the form says now. Throws an Error whose message is for people. */
export async function options(url, form, submitter) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.set(submitter.name, submitter.value);
  let response;
  try {
    response = await fetch(url, { method: "POST", body: fields });
  } catch {
    throw new Error("The signing page's server can't be reached. Nothing was signed and nothing is lost: try again in a moment.");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? "The signing page's server could not prepare the signature. Try again.");
  return body;
}

/** What a failed prompt means, and what to do. */
export function explain(error, wasNot) {
  const name = error?.cause?.name ?? error?.name;
  if (name === "NotAllowedError" || name === "AbortError")
    return `The passkey prompt was closed or ran out of time. ${wasNot}, and nothing is lost: press the button again when you are ready.`;
  if (name === "InvalidStateError") return "This authenticator holds a key of yours already. Use another one.";
  if (name === "SecurityError") return `The browser refuses passkeys on this address. ${wasNot}. Use the terminal instead.`;
  if (name === "NotSupportedError" || name === "ConstraintError")
    return `This authenticator can't verify you by PIN or biometrics. ${wasNot}. Set a PIN on it, or use another one.`;
  return error instanceof Error ? error.message : `The passkey prompt failed. ${wasNot}: try again.`;
}

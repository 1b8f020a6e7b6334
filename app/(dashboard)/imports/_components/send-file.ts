import type { Upload } from "@/lib/imports/start-import";

/** Uploads of this page that are under way, so that another page of it can say so. */
const sending = new Map<string, Promise<string | null>>();

/**
 * Hands a file straight to the collector; web never sees a row. Resolves with a sentence when it was refused, null when it was taken. Going to
 * another page of Countersign does not stop it, closing or reloading the window does.
 */
export function sendFile(collector: string, { importId, ticket }: Upload, file: File): Promise<string | null> {
  const stay = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", stay);
  const done = put(`${collector}/imports/${importId}`, ticket, file).finally(() => {
    window.removeEventListener("beforeunload", stay);
    sending.delete(importId);
  });
  sending.set(importId, done);
  return done;
}

/** The upload of that import, where this window carries it. */
export const uploadOf = (importId: string): Promise<string | null> | null => sending.get(importId) ?? null;

async function put(address: string, ticket: string, file: File): Promise<string | null> {
  const response = await fetch(address, {
    method: "PUT",
    body: file,
    headers: { authorization: `Bearer ${ticket}`, "content-type": "application/octet-stream" },
  }).catch(() => null);
  if (!response)
    return `The collector at ${new URL(address).origin} did not take the whole file. If this page does not say why, it can't be reached from this browser.`;
  if (response.ok) return null;
  const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  return said?.error?.message ?? `The collector answered ${response.status}.`;
}

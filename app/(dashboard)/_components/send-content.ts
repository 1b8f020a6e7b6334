/** What became of content that was sent: a sentence where it was refused, else what the collector answered. */
export type SendResult = { refused: string } | { refused: null; answer: unknown };

/** Uploads of this page that are under way, so that another page of it can say so. */
const sending = new Map<string, Promise<SendResult>>();

/**
 * Hands content straight to the collector, under its upload's id; web never sees a byte. Going to another page of Countersign does not stop it,
 * closing or reloading the window does.
 */
export function sendContent(address: string, ticket: string, id: string, content: Blob): Promise<SendResult> {
  const stay = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", stay);
  const done = put(`${address}/${id}`, ticket, content).finally(() => {
    window.removeEventListener("beforeunload", stay);
    sending.delete(id);
  });
  sending.set(id, done);
  return done;
}

/** The upload of that id, where this window carries it. */
export const uploadOf = (id: string): Promise<SendResult> | null => sending.get(id) ?? null;

async function put(address: string, ticket: string, content: Blob): Promise<SendResult> {
  const response = await fetch(address, {
    method: "PUT",
    body: content,
    headers: { authorization: `Bearer ${ticket}`, "content-type": "application/octet-stream" },
  }).catch(() => null);
  if (!response)
    return {
      refused: `The collector at ${new URL(address).origin} did not take all of it. If this page does not say why, it can't be reached from this browser.`,
    };
  const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  if (response.ok) return { refused: null, answer: said };
  return { refused: said?.error?.message ?? `The collector answered ${response.status}.` };
}

/** What a route said went wrong, for people to read. */
export class RouteError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = "RouteError";
  }
}

/** Reads JSON from one of our own routes. Throws RouteError with the route's own sentence. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return readJson<T>(() => fetch(path, { signal, headers: { accept: "application/json" } }));
}

async function readJson<T>(send: () => Promise<Response>): Promise<T> {
  const response = await send().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new RouteError("Countersign can't be reached. Check the connection; the list tries again by itself.", 0);
  });
  if (response.status === 401) throw new RouteError("You are signed out. Sign in again to go on.", 401);
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: string; title?: string } | null;
    throw new RouteError(problem?.detail ?? problem?.title ?? `The list could not be read (${response.status}).`, response.status);
  }
  return (await response.json()) as T;
}

/** Sends JSON to one of our own routes and reads what it answers. Throws RouteError with the route's own sentence. */
export async function sendJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return readJson<T>(() =>
    fetch(path, { method: "POST", signal, headers: { accept: "application/json", "content-type": "application/json" }, body: JSON.stringify(body) }),
  );
}

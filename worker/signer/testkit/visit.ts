/** A browser without scripts, as far as the signer's tests need one: cookies, redirects, forms. */
export class Visit {
  private readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  async get(path: string, headers: Record<string, string> = {}) {
    return this.send(path, { headers });
  }

  /** Sends a form the way the page's own would be. `headers` can lie about where it came from. */
  async post(path: string, fields: Record<string, string | string[]>, headers: Record<string, string> = { origin: this.origin }) {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])));
    return this.send(path, { method: "POST", body, headers });
  }

  private async send(path: string, init: RequestInit): Promise<{ status: number; text: string; path: string; headers: Headers }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, this.origin), { ...init, headers: { ...init.headers, cookie }, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
      this.cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (response.status === 303 && location) return this.get(location);
    return { status: response.status, text: await response.text(), path, headers: response.headers };
  }
}

/** A hidden field's value out of a page. */
export function field(text: string, name: string): string {
  const match = new RegExp(`name="${name}" value="([^"]*)"`).exec(text);
  if (!match) throw new Error(`the page has no field ${name}`);
  return match[1] ?? "";
}

/** The words of a page, without markup. */
export const words = (text: string): string =>
  text
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, " ");

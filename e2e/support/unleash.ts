import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { remember } from "./canaries";
import { insideOf, type Stack } from "./stack";

const Kept = z.object({ port: z.number() });
const World = z.object({ credentials: z.object({ revoke: z.string() }) });
const ApiToken = z.object({ secret: z.string(), tokenName: z.string() });
export type ApiToken = z.infer<typeof ApiToken>;

export interface NewToken {
  name: string;
  /** a production token for all projects is critical; a development token for one project is not */
  environment: "production" | "development";
}

/** How often an Unleash reads its tokens anew (its scheduler's fetchActiveTokens): for so long a deleted one may still open the door. */
const rereadMilliseconds = 60_000;

/** The sample's real Unleash, used past Countersign: by people who make tokens in it, and by whoever tries one at its door. */
export class Unleash {
  private constructor(
    private readonly stack: Stack,
    readonly origin: string,
    private readonly admin: Record<string, string>,
  ) {}

  static async of(stack: Stack): Promise<Unleash> {
    const { folder } = await insideOf(stack);
    const { port } = Kept.parse(JSON.parse(await readFile(path.join(folder, "supervisor", "sample.json"), "utf8")));
    const { credentials } = World.parse(JSON.parse(await readFile(path.join(folder, "demo", "world.json"), "utf8")));
    return new Unleash(stack, `http://127.0.0.1:${port}`, { authorization: credentials.revoke });
  }

  /** Makes a user and, signed in as them, their tokens. */
  async tokensOf(person: { userName: string; displayName: string }, tokens: readonly NewToken[]): Promise<ApiToken[]> {
    const password = `${randomBytes(18).toString("base64url")}aA1!`;
    await remember(this.stack, "an Unleash password", password);
    const email = `${person.userName}@meridian-freight.example.com`;
    await send(this.origin, this.admin, "POST", "/api/admin/user-admin", { ...named(person), email, password, rootRole: 1, sendEmail: false });
    const cookie = { cookie: await signIn(this.origin, person.userName, password) };
    const made: ApiToken[] = [];
    for (const token of tokens) made.push(await this.token(token, cookie));
    return made;
  }

  /** Makes one token, as Unleash's administrator unless somebody else is signed in. */
  async token({ name, environment }: NewToken, cookie = this.admin): Promise<ApiToken> {
    const body = { tokenName: name, type: "client", environment, projects: [environment === "production" ? "*" : "default"] };
    const token = ApiToken.parse(await send(this.origin, cookie, "POST", "/api/admin/api-tokens", body));
    await remember(this.stack, `the Unleash token ${name}`, token.secret);
    return token;
  }

  /** A token that the sample began with: Unleash tells its administrator whole secrets. */
  async existing(name: string): Promise<ApiToken> {
    const { tokens } = z.object({ tokens: z.array(ApiToken) }).parse(await send(this.origin, this.admin, "GET", "/api/admin/api-tokens"));
    const token = tokens.find(({ tokenName }) => tokenName === name);
    if (!token) throw new Error(`This Unleash has no token called ${name}.`);
    await remember(this.stack, `the Unleash token ${name}`, token.secret);
    return token;
  }

  /** Deletes a token behind Countersign's back. */
  async delete({ secret }: ApiToken): Promise<void> {
    await send(this.origin, this.admin, "DELETE", `/api/admin/api-tokens/${encodeURIComponent(secret)}`);
  }

  /** What the door answers to a token right now: 200 lets it in. */
  async knock(secret: string): Promise<number> {
    const response = await fetch(`${this.origin}/api/client/features`, { headers: { authorization: secret }, signal: AbortSignal.timeout(60_000) });
    await response.arrayBuffer();
    return response.status;
  }

  /** When this Unleash read its tokens anew, seen by a token of no use: deleted, then tried until it is refused. */
  async lastReread(): Promise<number> {
    const decoy = await this.token({ name: `decoy-${randomBytes(3).toString("hex")}`, environment: "development" });
    await this.delete(decoy);
    const door = new DoorWatch(this, decoy.secret);
    await door.until((status) => status === 401);
    await door.stop();
    return Date.now();
  }

  /** Waits, if need be, until Unleash will go on trusting a token deleted now for at least `milliseconds`. */
  async untilItTrusts(reread: number, milliseconds: number): Promise<void> {
    const toNext = rereadMilliseconds - ((Date.now() - reread) % rereadMilliseconds);
    if (toNext < milliseconds) await new Promise((resolve) => setTimeout(resolve, toNext + 1_000));
  }
}

/** Knocks again and again with one token, and keeps what it saw. */
export class DoorWatch {
  readonly answers: { asked: number; answered: number; status: number }[] = [];
  private stopped = false;
  private readonly ended: Promise<void>;

  constructor(unleash: Unleash, secret: string) {
    this.ended = this.run(unleash, secret);
  }

  private async run(unleash: Unleash, secret: string): Promise<void> {
    while (!this.stopped) {
      const asked = Date.now();
      const status = await unleash.knock(secret).catch(() => 0);
      this.answers.push({ asked, answered: Date.now(), status });
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }

  /** Until an answer fits. */
  async until(fits: (status: number) => boolean): Promise<void> {
    for (const start = Date.now(); Date.now() - start < 5 * rereadMilliseconds; ) {
      const last = this.answers.at(-1);
      if (last && fits(last.status)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`Unleash's door never answered so; last: ${this.answers.at(-1)?.status}`);
  }

  /** When a knock that was let in was answered last; null when none was. */
  lastLetIn(): number | null {
    return this.answers.findLast(({ status }) => status === 200)?.answered ?? null;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.ended;
  }
}

const named = ({ userName, displayName }: { userName: string; displayName: string }) => ({ username: userName, name: displayName });

async function signIn(origin: string, username: string, password: string): Promise<string> {
  const response = await login(origin, username, password);
  if (!response.ok) throw new Error(`Unleash did not sign ${username} in (${response.status}).`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  // Unleash answers a sign-in before its session is stored.
  for (let tries = 0; tries < 100; tries++) {
    const check = await fetch(`${origin}/api/admin/user`, { headers: { cookie } });
    await check.arrayBuffer();
    if (check.ok) return cookie;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("Unleash did not keep the session of a sign-in it accepted.");
}

/** Unleash takes ten sign-ins a minute; the eleventh waits its turn. */
async function login(origin: string, username: string, password: string): Promise<Response> {
  const options = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username, password }) };
  for (const start = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 2_000))) {
    const response = await fetch(`${origin}/auth/simple/login`, options);
    if (response.status !== 429 || Date.now() - start > 5 * 60_000) return response;
  }
}

async function send(origin: string, as: Record<string, string>, method: string, where: string, body?: object): Promise<unknown> {
  const response = await fetch(origin + where, {
    method,
    headers: { ...as, ...(body ? { "content-type": "application/json" } : {}) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Unleash answered ${method} ${where.split("/").slice(0, 4).join("/")} with ${response.status}: ${text.slice(0, 300)}`);
  return text.startsWith("{") ? JSON.parse(text) : null;
}

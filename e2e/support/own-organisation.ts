import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, expect, type Page } from "@playwright/test";
import { z } from "zod";
import { type RealUnleash, startRealUnleash } from "../../lib/connectors/testkit/real-unleash";
import { userOf } from "./directory";
import { signInByLink } from "./sample";
import { insideOf, type StartedStack, startStack } from "./stack";

/** A person of the organisation, as its directory and its Unleash know them. */
export interface Member {
  userName: string;
  displayName: string;
}
export const emailOf = (member: Member): string => userOf(member).emails[0]?.value ?? "";

/** One's own, empty Countersign, and beside it an Unleash that it knows nothing of yet. */
export interface OwnOrganisation {
  stack: StartedStack;
  unleash: RealUnleash;
  /** what the executor's notices said, newest last */
  told: string[];
  stop(): Promise<void>;
}

/** Starts both, and a webhook for the executor's notices. Unleash has a database of its own on the stack's embedded PostgreSQL. */
export async function startOwnOrganisation(): Promise<OwnOrganisation> {
  const told: string[] = [];
  const hook = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    told.push(z.object({ text: z.string() }).parse(JSON.parse(Buffer.concat(parts).toString())).text);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  const webhook = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
  const stack = await startStack("main", { env: { COUNTERSIGN_NOTICE_WEBHOOK: webhook } }).catch((error: unknown) => {
    hook.close();
    throw error;
  });
  try {
    const { running, secrets } = await insideOf(stack);
    const superuser = new URL(running.urls.owner);
    superuser.username = "postgres";
    superuser.password = secrets.superuserPassword;
    superuser.pathname = "/postgres";
    const started = await startRealUnleash(superuser.toString());
    let ended: Promise<void> | undefined;
    // A spec may end it before its time.
    const unleash = { ...started, stop: () => (ended ??= started.stop()) };
    return {
      stack,
      unleash,
      told,
      async stop() {
        await unleash.stop();
        await stack.stop();
        hook.close();
      },
    };
  } catch (error) {
    await stack.stop();
    hook.close();
    throw error;
  }
}

interface UnleashUser {
  createUser(user: { username: string; name: string; email: string; password: string }): Promise<unknown>;
  createApiToken(token: { name: string; environment: string; type: string; project: string }): Promise<unknown>;
  createPersonalAccessToken(description: string, expiresAt: string): Promise<unknown>;
}
const PersonalToken = z.object({ secret: z.string() });
const ApiToken = z.object({ secret: z.string() });

async function asUnleashUser({ origin, admin }: RealUnleash, as?: { username: string; password: string }): Promise<UnleashUser> {
  const { username, password } = as ?? admin;
  const client = fileURLToPath(new URL("../../demo/unleash/client.mjs", import.meta.url));
  const { UnleashUser } = (await import(client)) as { UnleashUser: { signIn(origin: string, username: string, password: string): Promise<UnleashUser> } };
  return UnleashUser.signIn(origin, username, password);
}

/** Makes a user in Unleash and returns them signed in. */
async function newUnleashUser(unleash: RealUnleash, member: Member): Promise<UnleashUser> {
  const password = `${crypto.randomUUID()}aA1!`;
  const admin = await asUnleashUser(unleash);
  await admin.createUser({ username: member.userName, name: member.displayName, email: emailOf(member), password });
  return asUnleashUser(unleash, { username: member.userName, password });
}

/** A personal access token of a new Unleash user, as the form for a connection asks for. */
export async function personalToken(unleash: RealUnleash, userName: string): Promise<string> {
  const user = await newUnleashUser(unleash, { userName, displayName: userName });
  return PersonalToken.parse(await user.createPersonalAccessToken("Countersign", new Date(Date.now() + 86_400_000).toISOString())).secret;
}

/** API tokens that somebody makes in Unleash: one for production is critical, one for a development project is not. Returns name → secret. */
export async function makeTokens(unleash: RealUnleash, maker: Member, tokens: Record<string, "production" | "development">): Promise<Record<string, string>> {
  const user = await newUnleashUser(unleash, maker);
  const made: Record<string, string> = {};
  for (const [name, environment] of Object.entries(tokens)) {
    const token = await user.createApiToken({ name, environment, type: "client", project: environment === "production" ? "*" : "default" });
    made[name] = ApiToken.parse(token).secret;
  }
  return made;
}

/** The organisation's directory: one SCIM call with the token that `countersign scim token` printed. */
export async function sendOverScim(to: { url: string; token: string }, method: string, where: string, body: object): Promise<{ id: string }> {
  const response = await fetch(`${to.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${to.token}`, "content-type": "application/scim+json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${where} was answered ${response.status}: ${await response.text()}`);
  return z.object({ id: z.string() }).parse(await response.json());
}

/** A browser of somebody's own, signed in by a one-time link. */
export async function browserOf(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signInByLink(page, link);
  return page;
}

/** Grants a role on the person's page and takes a sign-in link from it. */
export async function letIn(admin: Page, origin: string, member: Member, role: string): Promise<string> {
  await admin.goto(`${origin}/people?q=${encodeURIComponent(member.displayName)}`);
  await admin.getByRole("link", { name: member.displayName }).click();
  await admin.getByRole("button", { name: `Grant the role ${role}` }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Grant role" }).click();
  await expect(admin.getByRole("button", { name: `Remove the role ${role}` })).toBeVisible();
  await admin.getByRole("button", { name: "Make a sign-in link" }).click();
  const link = await admin.getByRole("dialog").getByText("/sign-in/link?token=").textContent();
  await admin.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  return link?.trim() ?? "";
}

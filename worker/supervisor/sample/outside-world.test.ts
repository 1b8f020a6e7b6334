import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tenantDatabase } from "../../../lib/postgres/tenant-database";
import { ask } from "../../../lib/testkit/ask";
import { testDatabase } from "../../../lib/testkit/database";
import { freePort } from "../../../lib/testkit/free-port";
import { DemoLine, type DemoOrders, type World } from "./messages";

// The sample's outside world with its real Unleash, killed while it sets itself up.

const database = testDatabase();
const unleash = { database: "unleash_interrupted", role: "unleash_interrupted", password: "p" };
/** what the directory has sent, by kind */
const sent = { Users: [] as { id: string; name: string }[], Groups: [] as { id: string; name: string }[] };
let scim: Server;
let orders: DemoOrders;

beforeAll(async () => {
  scim = createServer((request, response) => void answer(request.url ?? "", request, response)).listen(0, "127.0.0.1");
  await once(scim, "listening");
  orders = {
    home: await mkdtemp(path.join(tmpdir(), "countersign-outside-")),
    unleash: { databaseUrl: await tenantDatabase(database.adminUrl, unleash), port: await freePort(), adminPassword: "not-a-real-onE1!" },
    collector: { origin: `http://127.0.0.1:${(scim.address() as AddressInfo).port}`, scimToken: "t" },
  };
});
afterAll(async () => {
  scim?.close();
  await ask(database.adminUrl, `drop database if exists ${unleash.database} with (force)`);
  await ask(database.adminUrl, `drop role if exists ${unleash.role}`);
});

/** As much of a collector as the directory needs to see what is there. */
async function answer(url: string, request: AsyncIterable<Buffer>, response: import("node:http").ServerResponse): Promise<void> {
  const kind = url.includes("/Users") ? sent.Users : sent.Groups;
  let body = "";
  for await (const chunk of request) body += chunk;
  response.setHeader("content-type", "application/scim+json");
  if (!body) {
    const page = kind.slice(Number(new URL(url, "http://x").searchParams.get("startIndex")) - 1).slice(0, 100);
    response.end(JSON.stringify({ totalResults: kind.length, Resources: page.map(({ id, name }) => ({ id, userName: name, displayName: name })) }));
    return;
  }
  const { userName, displayName } = JSON.parse(body) as { userName?: string; displayName: string };
  const made = { id: String(kind.length), name: userName ?? displayName };
  kind.push(made);
  response.end(JSON.stringify(made));
}

const count = async (from: string) => Number((await ask(orders.unleash.databaseUrl, `select count(*) from ${from}`).catch(() => [{ count: 0 }]))[0]?.count);

function start(): { child: ChildProcess; world: Promise<World> } {
  const child = spawn(process.execPath, ["demo/main.mjs"], {
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: orders.home, TZ: "UTC" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.write(`${JSON.stringify(orders)}\n`);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const world = new Promise<World>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = text.startsWith("{") ? DemoLine.parse(JSON.parse(text)) : null;
      if (line && "ready" in line) resolve(line.ready);
    });
    child.once("exit", (code) => reject(new Error(`demo/main.mjs ended with ${code}: ${complaint}`)));
  });
  return { child, world };
}

async function killOnce(reached: () => Promise<boolean>): Promise<void> {
  const { child, world } = start();
  await Promise.race([world, expect.poll(reached, { timeout: 120_000, interval: 20 }).toBe(true)]);
  child.kill("SIGKILL");
  // it came to no end of its own
  await expect(world).rejects.toThrow("ended with null");
}

test("killed while Unleash makes its tables, and again when all but one credential are made, it stands at the next start", { timeout: 300_000 }, async () => {
  await killOnce(async () => (await count("information_schema.tables where table_schema = 'public'")) > 10);
  await killOnce(async () => (await count("personal_access_tokens")) > 0);
  const before = await count("api_tokens");
  expect(before).toBeGreaterThan(12);

  const { child, world } = start();
  const { read, revoke, control, origin } = await world;
  expect(await count("api_tokens")).toBe(13);
  expect([await count("users where email like '%@meridian-freight.example.com'"), await count("personal_access_tokens")]).toEqual([8, 2]);
  expect(new Set(sent.Users.map(({ name }) => name)).size).toBe(300);
  expect([sent.Users.length, sent.Groups.length]).toEqual([300, 40]);
  for (const [credential, address] of [
    [read, "/api/admin/api-tokens"],
    [revoke, "/api/admin/api-tokens"],
    [control, "/api/client/features"],
  ] as const)
    expect((await fetch(origin + address, { headers: { authorization: credential } })).status).toBe(200);

  // the supervisor holds the other end of its standard input
  child.stdin?.end();
  await once(child, "exit");
  await expect(fetch(origin)).rejects.toThrow();
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import { systemIds } from "../../../../lib/core/ids";
import type { TestDatabase } from "../../../../lib/testkit/database";
import { handleScim } from "../handler";
import { newToken, tokenFile } from "../token";

/** Any SCIM answer, as tests look at it. */
export const Answered = z.looseObject({
  id: z.string().default(""),
  active: z.boolean().optional(),
  userName: z.string().optional(),
  displayName: z.string().optional(),
  schemas: z.array(z.string()).default([]),
  totalResults: z.number().optional(),
  Resources: z.array(z.looseObject({ id: z.string() })).optional(),
  status: z.string().optional(),
  scimType: z.string().optional(),
  detail: z.string().optional(),
});
export interface Reply {
  status: number;
  headers: Headers;
  body: z.infer<typeof Answered>;
  text: string;
}
export interface ScimServer {
  home: string;
  base: string;
  token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

/** A real HTTP server with the SCIM handler on the test's database. Call at the top level of the file. */
export function scimServer(database: TestDatabase): ScimServer {
  const ready: ScimServer = {
    home: "",
    base: "",
    token: "",
    async call(method, where, body, headers = {}) {
      const response = await fetch(`${ready.base}${where}`, {
        method,
        headers: { authorization: `Bearer ${ready.token}`, ...(body === undefined ? {} : { "content-type": "application/scim+json" }), ...headers },
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: Answered.parse(text ? JSON.parse(text) : {}) };
    },
  };
  const server = createServer((req, res) => {
    void handleScim(database.context("collector"), ready.home, req, res).then((done) => done || res.writeHead(404).end());
  });
  beforeAll(async () => {
    ready.home = await mkdtemp(path.join(tmpdir(), "countersign-scim-"));
    const { token, kept } = newToken(systemIds);
    await writeFile(path.join(ready.home, tokenFile), kept);
    ready.token = token;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    ready.base = `http://127.0.0.1:${port}/scim/v2`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(ready.home, { recursive: true, force: true });
  });
  return ready;
}

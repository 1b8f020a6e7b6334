import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { type ConnectorHarness, connectorConformance, type MadeToken } from "../testkit/conformance";
import { declarativeChecker } from "./check";
import type { DeclarativeReadCredential, DeclarativeRevokeCredential } from "./credential";
import { readConnectorOf } from "./read";
import { revokerOf } from "./revoke";
import { declarationOf, exampleText } from "./testkit/example";
import { type RealParseServer, startRealParseServer } from "./testkit/real-parse-server";

const declaration = declarationOf(exampleText("parse-server"));
let parse: RealParseServer;
let user: string;
let control: MadeToken;
beforeAll(async () => {
  parse = await startRealParseServer(inject("adminUrl"));
  user = await parse.makeUser("service");
  control = await parse.makeSession(user, "control");
}, 360_000);
afterAll(() => parse?.stop());

const unknownSession = () => `r:${randomBytes(16).toString("hex")}`;

const harness: ConnectorHarness<DeclarativeReadCredential, DeclarativeRevokeCredential> = {
  read: readConnectorOf(declaration),
  revoker: revokerOf(declaration),
  checker: (http, _settings, secret, handle) => declarativeChecker(http, { declaration }, secret, handle),
  // the file asks for pages of 100
  many: 120,
  deathAnswer: { status: 400, body: '{"code":209,"error":"Invalid session token"}' },
  declineAnswer: { status: 400, body: '{"code":119,"error":"Permission denied"}' },
  okAnswer: { status: 200, body: "{}" },
  listing: /\/sessions\?/,
  spoilRow(body) {
    const page = JSON.parse(body) as { results?: Record<string, unknown>[] };
    const spoilt = page.results?.at(-1);
    if (spoilt) spoilt.createdAt = "yesterday";
    return JSON.stringify(page);
  },
  async start() {
    const [wrongKey, dead] = [`wrong-${randomBytes(16).toString("hex")}`, unknownSession()];
    return {
      origin: parse.origin,
      readCredential: { secret: parse.readOnlyMasterKey },
      revokeCredential: { secret: parse.masterKey, control: control.secret },
      badReadCredential: { secret: wrongKey },
      deadControl: { secret: parse.masterKey, control: dead },
      canaries: [parse.masterKey, parse.readOnlyMasterKey, control.secret, wrongKey, dead],
      async makeTokens(names) {
        const made: MadeToken[] = [];
        for (const name of names) made.push(await parse.makeSession(user, name));
        return made;
      },
      async killToken({ name }) {
        const { results } = await parse.call("GET", `/sessions?where=${encodeURIComponent(JSON.stringify({ installationId: name }))}`);
        for (const { objectId } of results as { objectId: string }[]) await parse.call("DELETE", `/sessions/${objectId}`);
      },
      exists: ({ secret }) => parse.exists(secret),
      makeAccount: async (email) => void (await parse.makeUser(email, email)),
      deadSecret: unknownSession,
      stop: async () => undefined,
    };
  },
};

connectorConformance(harness);

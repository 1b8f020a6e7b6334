import { createServer, type Server } from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import { saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import { honestRequest } from "../testkit/requests";
import { createWorld, type World } from "../testkit/world";
import { openChannels } from "./channels";

const database = testDatabase();
let world: World;
let hook: Server;
let smtp: net.Server;
const posted: { kind: string; subject: string; text: string; url: string }[] = [];
const mails: string[] = [];
let hookDown = false;

/** As much of an SMTP server as a client needs. */
function mailServer(): net.Server {
  return net.createServer((socket) => {
    let data: string[] | null = null;
    const answer = (line: string): string | null => {
      if (data !== null) {
        if (line !== ".") {
          data.push(line);
          return null;
        }
        mails.push(data.join("\n"));
        data = null;
        return "250 taken";
      }
      if (line.startsWith("RCPT TO")) mails.push(line);
      if (line === "DATA") data = [];
      return line === "DATA" ? "354 go on" : line === "QUIT" ? "221 bye" : "250 ok";
    };
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\r\n").slice(0, -1)) {
        const said = answer(line);
        if (said) socket.write(`${said}\r\n`);
      }
    });
    socket.on("error", () => undefined);
  });
}
const listening = (server: net.Server) =>
  new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

beforeAll(async () => {
  world = await createWorld(database);
  hook = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (!hookDown) posted.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(hookDown ? 503 : 204).end();
  });
  smtp = mailServer();
});
afterAll(async () => {
  hook.close();
  smtp.close();
  await world.close();
});

test("to sign, acted, unproven for an hour, and trust that widens: each is told once, by mail and webhook, without a secret", async () => {
  const [hookPort, smtpPort] = [await listening(hook), await listening(smtp)];
  const channels = openChannels({ webhook: `http://127.0.0.1:${hookPort}/`, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, smtpFrom: "countersign@example.com" });
  const executor = await world.executor({ channels, origin: "https://countersign.example.com" });
  const round = async (seconds: number) => {
    await executor.tick();
    database.clock.advance(seconds * 1000);
    await executor.tick();
  };
  await world.vendor.misbehave({ kind: "hollow_success", on: "revoke" });
  hookDown = true;
  const { token } = await honestRequest(world);
  await round(6);
  expect(posted).toEqual([]);
  expect(await database.as("web").notice.findFirst({ where: { dedupeKey: { endsWith: ":webhook" } } })).toMatchObject({
    status: "queued",
    lastError: "the webhook answered 503",
  });
  hookDown = false;
  await round(60);
  expect(posted.map(({ kind }) => kind).sort()).toEqual(["execution_acted", "request_to_sign"]);

  for (let n = 0; n < 4; n++) await round(1_200);
  const policy = { standard: { people: 1, groups: 1 }, critical: { people: 2, groups: 2 }, holdSeconds: 0, wideningDelaySeconds: 86_400 };
  world.trust.establish({ type: "countersign/approval-policy", ...policy }, world.trust.rootKey);
  database.clock.advance(1_000);
  world.trust.enrol(world.people.ben.id, [world.trust.rootKey, world.people.ada.key]);
  await saveTrustWorld(database, world.trust);
  for (let n = 0; n < 3; n++) await round(10);

  expect(posted.map(({ kind }) => kind).sort()).toEqual(["execution_acted", "execution_unproven", "request_to_sign", "trust_waiting"]);
  expect(posted.find(({ kind }) => kind === "request_to_sign")).toMatchObject({ url: "https://countersign.example.com/requests/1" });
  const sent = `${JSON.stringify(posted)}${mails.join("")}`;
  expect(sent).not.toContain(token.at.secret);
  expect(sent).not.toContain(world.vendor.managementKey);
  const toSign = mails.findIndex((mail) => mail.includes("Subject: To sign"));
  const recipients = mails.slice(0, toSign).filter((line) => line.startsWith("RCPT"));
  expect(recipients.join()).toContain("ada@example.com");
  expect(mails.filter((mail) => mail.includes("Subject: To sign"))).toHaveLength(1);
});

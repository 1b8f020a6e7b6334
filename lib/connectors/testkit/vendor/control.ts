import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { Misbehaviour } from "./misbehaviour";
import { NewAccount, NewToken, type VendorState } from "./state";

const Kill = z.object({ id: z.string(), effect: z.enum(["dead", "disabled"]) });

/** The back door for tests: set up, misbehave, look into the ledger. */
export function answerControl(state: VendorState, misbehaviours: Misbehaviour[], request: IncomingMessage, response: ServerResponse, url: URL): void {
  const command = url.pathname.replace("/__control/", "");
  readJson(request)
    .then((body) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(run(state, misbehaviours, command, body))))
    .catch((error: Error) => response.writeHead(400).end(error.message));
}

function run(state: VendorState, misbehaviours: Misbehaviour[], command: string, body: unknown): unknown {
  switch (command) {
    case "keys":
      return { managementKey: state.managementKey, controlSecret: state.controlSecret };
    case "tokens":
      return z
        .array(NewToken)
        .parse(body)
        .map((input) => state.addToken(input));
    case "accounts":
      return z
        .array(NewAccount)
        .parse(body)
        .map((input) => state.addAccount(input));
    case "kill": {
      const { id, effect } = Kill.parse(body);
      const token = state.tokens.find((each) => each.id === id);
      return token ? state.change(token, effect, 0) : null;
    }
    case "misbehave":
      misbehaviours.splice(0, misbehaviours.length, ...z.array(Misbehaviour).parse(body));
      return misbehaviours;
    case "ledger":
      return state.ledger;
    case "requests":
      return state.requests;
    case "state":
      return state.tokens.map(({ secret, ...token }) => token);
    default:
      throw new Error(`no such command: ${command}`);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Answer, dead, listPage, notFound, openDoor, tokenRow, unauthorized } from "./api";
import { answerControl } from "./control";
import { type Misbehaviour, type Route, take } from "./misbehaviour";
import { VendorState } from "./state";

/** The vendor's server. Behind `/__control` tests set it up, tell it how to misbehave and read its ledger. */
export function vendorServer(): Server {
  const state = new VendorState();
  const misbehaviours: Misbehaviour[] = [];
  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    if (url.pathname.startsWith("/__control/")) return answerControl(state, misbehaviours, request, response, url);
    const route = routeOf(request.method ?? "", url.pathname);
    state.requests.push({ at: new Date().toISOString(), route: route ?? url.pathname, by: state.whose(request.headers.authorization) });
    if (!route) return send(response, notFound);
    respond(state, route, take(misbehaviours, route), request, response, url);
  });
}

function routeOf(method: string, path: string): Route | null {
  if (method === "GET" && path === "/v1/me") return "check";
  if (method === "GET" && path === "/v1/tokens") return "tokens";
  if (method === "GET" && path === "/v1/accounts") return "accounts";
  if (method === "GET" && path === "/v1/whoami") return "use";
  if (/^\/v1\/tokens\/[^/]+$/.test(path)) return method === "DELETE" ? "revoke" : method === "GET" ? "describe" : null;
  return method === "POST" && /^\/v1\/tokens\/[^/]+\/disable$/.test(path) ? "revoke" : null;
}

/** Answers instead of the vendor's own code, or null when the request gets through to it. */
function standIn(misbehaviour: Misbehaviour | null, response: ServerResponse): Answer | "never" | null {
  switch (misbehaviour?.kind) {
    case "silence":
      return "never";
    case "rate_limited":
      if (misbehaviour.retryAfterSeconds !== undefined) response.setHeader("retry-after", String(misbehaviour.retryAfterSeconds));
      return { status: 429, body: { error: "slow_down" } };
    case "server_error":
      return { status: misbehaviour.status, body: { error: "internal" } };
    case "hollow_success":
      return { status: 200, body: { ok: true } };
    case "declines":
      return { status: 403, body: { error: "protected_token" } };
    case "unauthorized_to_all":
      return misbehaviour.inDeathShape ? dead : { status: 401, body: "<html><h1>401 Authorization Required</h1><hr>proxy</html>" };
    case "maintenance":
      return { status: misbehaviour.status, body: "<html><h1>We'll be right back</h1></html>" };
    case "ip_ban":
      return { status: 403, body: "<html><h1>Access denied</h1>Your address is blocked.</html>" };
    case "redirect":
      response.setHeader("location", misbehaviour.location);
      return { status: 302, body: "" };
    default:
      return null;
  }
}

function respond(state: VendorState, route: Route, misbehaviour: Misbehaviour | null, request: IncomingMessage, response: ServerResponse, url: URL): void {
  const stand = standIn(misbehaviour, response);
  const answer = stand ?? act(state, route, misbehaviour, request, url);
  if (stand && route === "revoke") noteRevoke(state, null, misbehaviour, request, url);
  if (answer !== "never") deliver(answer, misbehaviour, request, response);
}

function deliver(answer: Answer, misbehaviour: Misbehaviour | null, request: IncomingMessage, response: ServerResponse): void {
  switch (misbehaviour?.kind) {
    case "timeout_after_success":
      break;
    case "cut_after_success":
      request.socket.destroy();
      break;
    case "error_after_success":
      send(response, { status: 500, body: { error: "internal" } });
      break;
    case "slow":
      setTimeout(() => send(response, answer), misbehaviour.milliseconds);
      break;
    case "slow_drip":
      drip(response, answer, misbehaviour.milliseconds);
      break;
    case "truncated":
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer.body).slice(0, -20));
      break;
    default:
      send(response, answer);
  }
}

function act(state: VendorState, route: Route, misbehaviour: Misbehaviour | null, request: IncomingMessage, url: URL): Answer {
  const { authorization } = request.headers;
  if (route === "use") return openDoor(state, authorization);
  if (state.whose(authorization) !== "management") return unauthorized;
  const alive = state.tokens.filter((token) => !token.removedAt);
  switch (route) {
    case "check":
      return { status: 200, body: { name: "Fake vendor" } };
    case "tokens":
      return listPage(alive, url, tokenRow, misbehaviour);
    case "accounts":
      return listPage(state.accounts, url, (account) => ({ ...account }), misbehaviour);
    case "describe": {
      const token = alive.find((each) => each.id === idIn(url));
      return token ? { status: 200, body: tokenRow(token) } : notFound;
    }
    case "revoke": {
      const token = alive.find((each) => each.id === idIn(url));
      if (!token) {
        noteRevoke(state, null, misbehaviour, request, url);
        return notFound;
      }
      const lag = misbehaviour?.kind === "eventual" ? misbehaviour.milliseconds : 0;
      const effect = state.change(token, askedFor(request), lag);
      noteRevoke(state, effect, misbehaviour, request, url);
      return { status: 200, body: { ok: true } };
    }
  }
}

const idIn = (url: URL): string => url.pathname.split("/")[3] ?? "";
const askedFor = (request: IncomingMessage) => (request.method === "DELETE" ? "dead" : "disabled");

function noteRevoke(state: VendorState, effect: "dead" | "disabled" | null, misbehaviour: Misbehaviour | null, request: IncomingMessage, url: URL): void {
  const key = request.headers["idempotency-key"];
  state.record({
    token: idIn(url),
    asked: askedFor(request),
    effect,
    misbehaviour: misbehaviour?.kind ?? null,
    idempotencyKey: typeof key === "string" ? key : null,
  });
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = typeof body === "string";
  response.writeHead(status, { "content-type": text ? "text/html" : "application/json" }).end(text ? body : JSON.stringify(body));
}

function drip(response: ServerResponse, { status, body }: Answer, milliseconds: number): void {
  const bytes = [...JSON.stringify(body)];
  response.writeHead(status, { "content-type": "application/json" });
  const timer = setInterval(() => {
    const next = bytes.shift();
    if (next === undefined) response.end();
    else response.write(next);
  }, milliseconds);
  response.on("close", () => clearInterval(timer));
}

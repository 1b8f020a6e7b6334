import { createServer, request as forward, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the proxy does with requests that `only` fits (all, when it is left out); everything else goes through. */
export type Fault = { only?: (request: { method: string; path: string; headers: string }) => boolean } & (
  | { kind: "answer"; status: number; body: string; headers?: Record<string, string> }
  /** the vendor is not reached and nobody answers */
  | { kind: "silence" }
  /** the vendor acts; its answer is lost */
  | { kind: "act_then_silence" }
  | { kind: "act_then_cut" }
  | { kind: "rewrite"; body: (text: string) => string }
);

/** A proxy in front of a real vendor that breaks what passes through it: so every connector meets the same faults on its real system. */
export class FaultyProxy {
  /** what came in, in order */
  readonly seen: { method: string; path: string }[] = [];
  private fault: Fault | null = null;
  private constructor(
    readonly origin: string,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(vendor: string): Promise<FaultyProxy> {
    const server = createServer((request, response) => void proxy.handle(new URL(vendor), request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy: FaultyProxy = new FaultyProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return proxy;
  }

  /** From now on; null = everything goes through. */
  break(fault: Fault | null): void {
    this.fault = fault;
  }
  /** Whether nobody at all is answered now. */
  get silent(): boolean {
    return this.fault?.kind === "silence" && !this.fault.only;
  }
  close(): Promise<void> {
    return this.stop();
  }

  private async handle(vendor: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = { method: request.method ?? "GET", path: request.url ?? "/" };
    this.seen.push(asked);
    const fits = this.fault?.only?.({ ...asked, headers: request.rawHeaders.join("\n") }) ?? true;
    const fault = fits ? this.fault : null;
    if (fault?.kind === "silence") return;
    if (fault?.kind === "answer") return void response.writeHead(fault.status, fault.headers).end(fault.body);
    const answer = await pass(vendor, request);
    if (fault?.kind === "act_then_silence") return;
    if (fault?.kind === "act_then_cut") return void request.socket.destroy();
    const text = fault?.kind === "rewrite" ? fault.body(answer.text) : answer.text;
    response.writeHead(answer.status, answer.headers).end(text);
  }
}

function pass(vendor: URL, request: IncomingMessage): Promise<{ status: number; headers: OutgoingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    // the vendor sees our host, so that its links lead through the proxy too
    const onward = forward(new URL(request.url ?? "/", vendor), { method: request.method, headers: { ...request.headers, connection: "close" } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 502, headers: passedOn(answer.headers), text: Buffer.concat(parts).toString("utf8") }));
    });
    onward.on("error", reject);
    request.pipe(onward);
  });
}

/** What connectors read of an answer's headers. The body's own are made anew, since a fault may have changed it. */
function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const kept = ["set-cookie", "link", "retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"].map((name) => [name, headers[name]] as const);
  return { "content-type": headers["content-type"] ?? "text/plain", ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)) };
}

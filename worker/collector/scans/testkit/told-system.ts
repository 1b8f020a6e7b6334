import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** a file instead */
  bytes?: Buffer;
  /** say nothing for so long first */
  afterMilliseconds?: number;
}
/** What was asked: path with its query, and the credential as it came. */
export interface Asked {
  path: string;
  credential: string | undefined;
}

/** A system over HTTP that answers as told; what was asked of it is kept. */
export async function toldSystem(answer: (url: URL) => Answer) {
  const asked: Asked[] = [];
  const told = { answer };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    asked.push({
      path: decodeURIComponent(`${url.pathname}${url.search}`),
      credential: request.headers.authorization ?? request.headers["private-token"]?.toString(),
    });
    const { status = 200, headers = {}, body, bytes, afterMilliseconds = 0 } = told.answer(url);
    setTimeout(
      () => response.writeHead(status, { "content-type": "application/json", ...headers }).end(bytes ?? (body === undefined ? "" : JSON.stringify(body))),
      afterMilliseconds,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    /** answers otherwise from now on */
    tell(another: (url: URL) => Answer) {
      told.answer = another;
    },
    /** what was asked since this was called last, by path alone */
    heard: () => asked.splice(0).map(({ path }) => path),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

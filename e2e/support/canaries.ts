import { appendFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContext, Request } from "@playwright/test";
import type { Stack } from "./stack";

/** Beside a stack's data: the secrets its specs used, and everything that browsers and commands were shown. */
export const canaryFolder = (stack: Stack): string => `${stack.data}-canaries`;
const secretsFile = (stack: Stack): string => path.join(canaryFolder(stack), "secrets.jsonl");
const seenFolder = (stack: Stack): string => path.join(canaryFolder(stack), "seen");

/** A secret that a spec used, and where it may stand: on the one page that is there to show it. */
export interface Canary {
  what: string;
  secret: string;
}

/** Notes a secret that must be found nowhere once the run is over. */
export async function remember(stack: Stack, what: string, secret: string): Promise<void> {
  await mkdir(canaryFolder(stack), { recursive: true });
  await appendFile(secretsFile(stack), `${JSON.stringify({ what, secret } satisfies Canary)}\n`);
}

let kept = 0;
/** Keeps something that left Countersign: a page, an answer, an export. */
export async function keepSeen(stack: Stack, where: string, text: string): Promise<void> {
  await mkdir(seenFolder(stack), { recursive: true });
  await writeFile(path.join(seenFolder(stack), `${process.pid}-${kept++}.txt`), `${where}\n${text}`);
}

/** A page that is left may take its answers along; nobody waits longer for them. */
const waitMilliseconds = 3_000;

/** Keeps every text that a browser is given from now on. The returned function waits until what has arrived is written. */
export function keepResponses(stack: Stack, context: BrowserContext): () => Promise<void> {
  const writing = new Set<Promise<void>>();
  const keep = async (request: Request) => {
    const response = await request.response();
    const headers = response?.headers() ?? {};
    const { origin, pathname } = new URL(request.url());
    if (!response || pathname.startsWith("/_next/static/") || !/text|json|xml|component/.test(headers["content-type"] ?? "")) return;
    const body = await response.text().catch(() => "");
    await keepSeen(stack, `${origin}${pathname}`, `${JSON.stringify(headers)}\n${body}`);
  };
  context.on("requestfinished", (request) => {
    const one = keep(request)
      .catch(() => undefined)
      .finally(() => writing.delete(one));
    writing.add(one);
  });
  return () => Promise.race([Promise.allSettled(writing).then(() => undefined), new Promise<void>((resolve) => setTimeout(resolve, waitMilliseconds))]);
}

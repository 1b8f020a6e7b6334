import { createSecretKey, randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import pino from "pino";
import type { Logger } from "../../core/logger";
import { fingerprinter, type Pepper } from "../../fingerprints/pepper";
import type { ReadConnection } from "../contract";
import { createVendorHttp, type VendorHttpOptions } from "../http";

/** A pepper of its own for one test file. */
export function testPepper(): Pepper {
  return { current: 1, keys: new Map([[1, createSecretKey(randomBytes(32))]]) };
}

/** A logger whose every line, down to trace, is kept. */
export function keptLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: pino({ level: "trace" }, stream), lines };
}

interface Opening<C> {
  origin: string;
  credential: C;
  log: Logger;
  pepper: Pepper;
  settings?: Record<string, unknown>;
  limits?: VendorHttpOptions["limits"];
}

/** A connection as the collector or the executor would open it, with short limits. */
export function openForTest<C>({ origin, credential, log, pepper, settings = {}, limits }: Opening<C>): ReadConnection<C> {
  return {
    id: "00000000-0000-7000-8000-000000000001",
    name: "under test",
    origin,
    settings,
    credential,
    http: createVendorHttp({ origin, ca: null, allowPrivate: true, log, limits: { retries: 1, backOffMilliseconds: 5, totalMilliseconds: 5_000, ...limits } }),
    ...fingerprinter(pepper),
    now: () => new Date(),
  };
}

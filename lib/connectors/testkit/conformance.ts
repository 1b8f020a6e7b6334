import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { canonical } from "../../core/canonical";
import {
  type AccountSighting,
  type Page,
  type ReadConnector,
  type Reader,
  type Reject,
  type Revoker,
  type Target,
  type TokenSighting,
  VendorFault,
} from "../contract";
import { targetOf } from "../target";
import { applyConformance } from "./conformance-apply";
import { probeConformance } from "./conformance-probe";
import { FaultyProxy } from "./faulty-proxy";
import { keptLog, openForTest, testPepper } from "./open";
import { Witness } from "./witness";

export interface MadeToken {
  name: string;
  secret: string;
}
/** A real, running system with what the suite needs to do to it past the connector. */
export interface VendorUnderTest<R, W> {
  origin: string;
  settings?: Record<string, unknown>;
  readCredential: R;
  revokeCredential: W;
  /** the same, not accepted by the vendor */
  badReadCredential: R;
  /** the same as revokeCredential, but its control is dead */
  deadControl: W;
  /** every secret in those, and any other that must never come out */
  canaries: string[];
  makeTokens(names: string[]): Promise<MadeToken[]>;
  killToken(token: MadeToken): Promise<void>;
  exists(token: MadeToken): Promise<boolean>;
  /** makes an account and gives its e-mail address */
  makeAccount(email: string): Promise<void>;
  /** a credential in the vendor's form that it does not know (any more), so that the dead shape is seen at once */
  deadSecret(like: MadeToken): string;
  stop(): Promise<void>;
}
export interface ConnectorHarness<R, W> {
  read: ReadConnector<R>;
  revoker: Revoker<W>;
  start(): Promise<VendorUnderTest<R, W>>;
  /** how many tokens the paging test makes: more than one of the vendor's pages, where it pages */
  many: number;
  /** spoils one row in the body of the vendor's token listing */
  spoilRow(body: string): string;
  /** the vendor's own answer for a dead credential, and for a change that it declines */
  deathAnswer: { status: number; body: string };
  declineAnswer: { status: number; body: string };
  /** how long starting may take, milliseconds */
  startTimeout?: number;
}

/** What each of the suite's parts works with. */
export interface Bench<R, W> {
  vendor: VendorUnderTest<R, W>;
  proxy: FaultyProxy;
  /** somebody else's server: it must never be called */
  stranger: FaultyProxy;
  witness: Witness;
  reader: Reader<R>;
  openRead(credential?: R): ReturnType<typeof openForTest<R>>;
  openRevoke(credential?: W): ReturnType<typeof openForTest<W>>;
  allTokens(): Promise<{ items: TokenSighting[]; rejected: Reject[]; expected: number | null; pages: number }>;
  targetFor(token: MadeToken): Promise<Target>;
}

/** The suite that every connector passes, on its real system behind a proxy that breaks things. */
export function connectorConformance<R, W>(harness: ConnectorHarness<R, W>): void {
  describe(`${harness.read.title}: conformance`, () => {
    const bench = {} as Bench<R, W>;
    beforeAll(async () => Object.assign(bench, await setUp(harness)), harness.startTimeout ?? 60_000);
    beforeEach(() => bench.proxy.break(null));
    afterAll(async () => {
      await bench.proxy?.close();
      await bench.stranger?.close();
      await bench.vendor?.stop();
    });

    readConformance(harness, bench);
    probeConformance(harness, bench);
    applyConformance(harness, bench);

    test("nothing that came out in all this holds a secret, and nothing left the origin", () => {
      expect(bench.witness.seen).toBeGreaterThan(20);
      bench.witness.expectNone();
      expect(bench.stranger.seen).toEqual([]);
    });
  });
}

async function setUp<R, W>(harness: ConnectorHarness<R, W>): Promise<Bench<R, W>> {
  const { reader } = harness.read;
  if (!reader) throw new Error(`${harness.read.vendor} has no reader`);
  const vendor = await harness.start();
  const proxy = await FaultyProxy.start(vendor.origin);
  const stranger = await FaultyProxy.start(vendor.origin);
  const { log, lines } = keptLog();
  const pepper = testPepper();
  const witness = new Witness(vendor.canaries, lines);
  const open = <C>(credential: C) =>
    openForTest({ origin: proxy.origin, credential, log, pepper, settings: vendor.settings, limits: { totalMilliseconds: 2_000 } });
  const bench: Bench<R, W> = {
    vendor,
    proxy,
    stranger,
    witness,
    reader,
    openRead: (credential = vendor.readCredential) => open(credential),
    openRevoke: (credential = vendor.revokeCredential) => open(credential),
    async allTokens() {
      const all = { items: [] as TokenSighting[], rejected: [] as Reject[], expected: null as number | null, pages: 0 };
      for (let cursor: string | null = null; all.pages === 0 || cursor !== null; ) {
        const page: Page<TokenSighting> = await witness.watch(reader.listTokens(bench.openRead(), cursor));
        all.items.push(...page.items);
        all.rejected.push(...page.rejected);
        all.expected = page.expected;
        all.pages++;
        cursor = page.next;
      }
      return all;
    },
    async targetFor(token) {
      const sighting = (await bench.allTokens()).items.find(({ name }) => name === token.name);
      if (!sighting) throw new Error(`${token.name} is not listed`);
      return targetOf(sighting);
    },
  };
  return bench;
}

function readConformance<R, W>(harness: ConnectorHarness<R, W>, bench: Bench<R, W>): void {
  test("check tells a right credential from a wrong one, and a system that is down from one that is another", async () => {
    const check = (credential?: R) => bench.witness.watch(bench.reader.check(bench.openRead(credential)));
    expect(await check()).toMatchObject({ ok: true });
    expect(await check(bench.vendor.badReadCredential)).toMatchObject({ ok: false, kind: "credential" });
    bench.proxy.break({ kind: "answer", status: 503, body: "down" });
    expect(await check()).toMatchObject({ ok: false, kind: "unavailable" });
    bench.proxy.break({ kind: "answer", status: 200, body: "<html>We'll be right back</html>" });
    expect(await check()).toMatchObject({ ok: false, kind: "shape" });
    bench.proxy.break({ kind: "answer", status: 302, body: "", headers: { location: bench.stranger.origin } });
    expect(await check()).toMatchObject({ ok: false, kind: "address" });
  });

  test("listing gives every token once, over all pages, with facts that say where they come from", async () => {
    const names = Array.from({ length: harness.many }, (_, n) => `conformance-${String(n).padStart(4, "0")}`);
    const made = await bench.vendor.makeTokens(names);
    const { items, rejected, expected } = await bench.allTokens();
    expect(rejected).toEqual([]);
    expect(items.length).toBe(expected ?? items.length);
    expect(
      items
        .filter(({ name }) => names.includes(name))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names);
    expect(new Set(items.map(({ handle }) => canonical(handle))).size).toBe(items.length);
    const connection = bench.openRead();
    for (const { name, secret } of made.slice(0, 5)) {
      const sighting = items.find((item) => item.name === name);
      expect(sighting?.fingerprints).toContainEqual(connection.fingerprint(secret));
      expect(sighting?.scopes).toEqual([...(sighting?.scopes ?? [])].sort());
      for (const fact of [sighting?.created, sighting?.lastUsed, sighting?.creator]) if (fact) expect(fact.source).not.toBe("");
    }
  });

  test("a row that cannot be read is counted and named, and costs no other", async () => {
    const before = await bench.allTokens();
    bench.proxy.break({ kind: "rewrite", only: ({ path }) => /tokens/.test(path), body: harness.spoilRow });
    const { items, rejected } = await bench.allTokens();
    expect(rejected.length).toBeGreaterThan(0);
    expect(items.length + rejected.length).toBe(before.items.length);
    for (const { reference, field, reason } of rejected) for (const text of [reference, field, reason]) expect(text).not.toBe("");
  });

  test("accounts carry what links them to people", async () => {
    await bench.vendor.makeAccount("conformance@example.com");
    const found: AccountSighting[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Page<AccountSighting> = await bench.witness.watch(bench.reader.listAccounts(bench.openRead(), cursor ?? null));
      found.push(...page.items);
      cursor = page.next;
    }
    expect(found.find(({ email }) => email === "conformance@example.com")?.externalId).toBeTruthy();
    expect(new Set(found.map(({ externalId }) => externalId)).size).toBe(found.length);
  });

  test.each([
    ["too many requests", { kind: "answer", status: 429, body: "{}", headers: { "retry-after": "120" } }, "rate_limited"],
    ["a fault of its own", { kind: "answer", status: 500, body: "{}" }, "server_error"],
    ["401 to everyone", { kind: "answer", status: 401, body: "<html>proxy</html>" }, "credential"],
    ["another shape", { kind: "answer", status: 200, body: "[1,2,3]" }, "shape"],
    ["half an answer", { kind: "answer", status: 200, body: '{"tokens":[{"secret":"x' }, "shape"],
    ["silence", { kind: "silence" }, "timeout"],
  ] as const)("%s ends a listing with a named fault: nothing is taken for gone", async (_name, fault, kind) => {
    bench.proxy.break(fault);
    const thrown = await bench.witness.watch(bench.reader.listTokens(bench.openRead(), null)).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(VendorFault);
    expect(thrown).toMatchObject({ kind });
  });
}

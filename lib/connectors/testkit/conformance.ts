import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Effect } from "../../domain/tokens";
import type { Checker, Fingerprint, Page, ReadConnector, Reader, Reject, Revoker, Target, TokenSighting } from "../contract";
import { targetOf } from "../target";
import { applyConformance } from "./conformance-apply";
import { checkConformance } from "./conformance-check";
import { probeConformance } from "./conformance-probe";
import { readConformance } from "./conformance-read";
import { recordConformance } from "./conformance-record";
import { FaultyProxy } from "./faulty-proxy";
import { keptLog, openForTest, testPepper } from "./open";
import { Witness } from "./witness";

export interface MadeToken {
  /** as the listing calls it: the name that was asked for, where the vendor has names for tokens */
  name: string;
  secret: string;
}
/** A real, running system with what the suite needs to do to it past the connector. */
export interface ReadableVendor<R> {
  origin: string;
  settings?: Record<string, unknown>;
  readCredential: R;
  /** the same, not accepted by the vendor */
  badReadCredential: R;
  /** every secret in the credentials, and any other that must never come out */
  canaries: string[];
  makeTokens(names: string[]): Promise<MadeToken[]>;
  /** makes an account and gives it this e-mail address */
  makeAccount(email: string): Promise<void>;
  stop(): Promise<void>;
}
/** The same of one at which tokens can be ended. */
export interface VendorUnderTest<R, W> extends ReadableVendor<R> {
  revokeCredential: W;
  /** the same as revokeCredential, but its control is dead */
  deadControl: W;
  killToken(token: MadeToken): Promise<void>;
  exists(token: MadeToken): Promise<boolean>;
  /** a credential in the vendor's form that it does not know (any more), so that the dead shape is seen at once */
  deadSecret(like: MadeToken): string;
}

/** For a connector that reads. */
export interface ReaderHarness<R> {
  read: ReadConnector<R>;
  start(): Promise<ReadableVendor<R>>;
  /** how many tokens the paging test makes: more than one of the vendor's pages, where it pages */
  many: number;
  /** what the accounts and tokens that are made are called; one of its own for each suite at the same vendor. "conformance" when left out */
  label?: string;
  /** what links an account of `makeAccount` to a person; "email" when left out */
  accountsBy?: "userName";
  /** spoils one row in the body of the vendor's token listing */
  spoilRow(body: string): string;
  /** where that listing is; /tokens/ when left out */
  listing?: RegExp;
  /** the vendor's own name for a token's credential, where it shows no secrets; null = it gives none; ours when left out */
  fingerprintOf?: ((token: MadeToken) => Omit<Fingerprint, "pepperVersion">) | null;
  /** how long starting may take, milliseconds */
  startTimeout?: number;
}
/** For one that also revokes. */
export interface ConnectorHarness<R, W> extends ReaderHarness<R> {
  revoker: Revoker<W>;
  start(): Promise<VendorUnderTest<R, W>>;
  /** the vendor's own answer for a dead credential, and for a change that it declines */
  deathAnswer: { status: number; body: string };
  declineAnswer: { status: number; body: string };
  /** the vendor's own answer for a change that it made */
  okAnswer: { status: number; body: string };
  /** which requests change something at the vendor; all but GET when left out */
  changes?(request: { method: string; path: string }): boolean;
  /** tries a found secret, where a call is known that does no harm */
  checker?: Checker;
  /** the effect that is proven; "dead" when left out */
  effect?: Effect;
  /** the vendor shows no secrets: without the credential its own record is the proof's basis (decision 19); "only" = the credential itself is never tried */
  byRecord?: true | "only";
}

/** What each of the suite's parts works with. */
export interface ReaderBench<R> {
  vendor: ReadableVendor<R>;
  proxy: FaultyProxy;
  /** somebody else's server: it must never be called */
  stranger: FaultyProxy;
  witness: Witness;
  reader: Reader<R>;
  openRead(credential?: R): ReturnType<typeof openForTest<R>>;
  allTokens(): Promise<{ items: TokenSighting[]; rejected: Reject[]; expected: number | null; pages: number }>;
  targetFor(token: MadeToken): Promise<Target>;
}
export interface Bench<R, W> extends ReaderBench<R> {
  vendor: VendorUnderTest<R, W>;
  openRevoke(credential?: W): ReturnType<typeof openForTest<W>>;
}

/** The suite for what reads tokens and accounts: every such connector passes it on its real system, behind a proxy that breaks things. */
export function readerConformance<R>(harness: ReaderHarness<R>): void {
  suite<R, never>(harness, null);
}

/** The same and more, for what also revokes. */
export function connectorConformance<R, W>(harness: ConnectorHarness<R, W>): void {
  suite(harness, harness);
}

function suite<R, W>(harness: ReaderHarness<R>, revoking: ConnectorHarness<R, W> | null): void {
  describe(`${harness.read.title}: conformance`, () => {
    const bench = {} as Bench<R, W>;
    beforeAll(async () => Object.assign(bench, await setUp(harness, revoking)), harness.startTimeout ?? 60_000);
    beforeEach(() => bench.proxy.break(null));
    afterAll(async () => {
      await bench.proxy?.close();
      await bench.stranger?.close();
      await bench.vendor?.stop();
    });

    readConformance(harness, bench);
    if (revoking) {
      probeConformance(revoking, bench);
      if (revoking.byRecord) recordConformance(revoking, bench);
      applyConformance(revoking, bench);
      if (revoking.checker) checkConformance(revoking, revoking.checker, bench);
    }

    test("nothing that came out in all this holds a secret, and nothing left the origin", () => {
      expect(bench.witness.seen).toBeGreaterThan(20);
      bench.witness.expectNone();
      expect(bench.stranger.seen).toEqual([]);
    });
  });
}

async function setUp<R, W>(harness: ReaderHarness<R>, revoking: ConnectorHarness<R, W> | null): Promise<ReaderBench<R>> {
  const { reader } = harness.read;
  if (!reader) throw new Error(`${harness.read.vendor} has no reader`);
  const revocable = await revoking?.start();
  const vendor = revocable ?? (await harness.start());
  const proxy = await FaultyProxy.start(vendor.origin);
  const stranger = await FaultyProxy.start(vendor.origin);
  const { log, lines } = keptLog();
  const pepper = testPepper();
  const witness = new Witness(vendor.canaries, lines);
  // The end of patience is seen as well when there is little of it; a vendor that does answer has the time it needs.
  const patience = () => ({ totalMilliseconds: proxy.silent ? 300 : 2_000 });
  const open = <C>(credential: C) => openForTest({ origin: proxy.origin, credential, log, pepper, settings: vendor.settings, limits: patience() });
  const bench: ReaderBench<R> = {
    vendor,
    proxy,
    stranger,
    witness,
    reader,
    openRead: (credential = vendor.readCredential) => open(credential),
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
  return revocable ? Object.assign(bench, { openRevoke: (credential = revocable.revokeCredential) => open(credential) }) : bench;
}

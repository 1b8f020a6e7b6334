import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Directory, Page, PersonSighting, ReadConnection, ReadConnector, Reject } from "../contract";
import { VendorFault } from "../vendor-http";
import type { WireFault } from "./faulty-wire";
import type { Witness } from "./witness";

/** A real, running directory with what the suite needs to do to it past the connector. */
export interface DirectoryUnderTest<R> {
  /** opens a connection over a wire that can be broken */
  open(credential?: R, signal?: AbortSignal): ReadConnection<R>;
  break(fault: WireFault | null): void;
  /** the same form, not accepted by the directory */
  badCredential: R;
  witness: Witness;
  addPerson(userName: string, email: string, manager?: string): Promise<void>;
  removePerson(userName: string): Promise<void>;
  suspendPerson(userName: string): Promise<void>;
  /** adds an entry that is a person and can't be used as one */
  addUnreadable(): Promise<void>;
  stop(): Promise<void>;
}
export interface DirectoryHarness<R> {
  read: ReadConnector<R>;
  start(): Promise<DirectoryUnderTest<R>>;
  /** more than one page of people */
  many: number;
  startTimeout?: number;
}

/** The suite for what lists people: a listing is whole, or it is a fault. Whoever is missing from a whole one counts as departed. */
export function directoryConformance<R>(harness: DirectoryHarness<R>): void {
  describe(`${harness.read.title}: directory conformance`, () => {
    let at: DirectoryUnderTest<R>;
    let directory: Directory<R>;
    beforeAll(async () => {
      if (!harness.read.directory) throw new Error(`${harness.read.vendor} lists no people`);
      directory = harness.read.directory;
      at = await harness.start();
      for (let n = 0; n < harness.many; n++) await at.addPerson(nameOf(n), `${nameOf(n)}@Example.org`, n === 0 ? undefined : nameOf(0));
    }, harness.startTimeout ?? 60_000);
    beforeEach(() => at.break(null));
    afterAll(() => at?.stop());

    const nameOf = (n: number) => `member${String(n).padStart(3, "0")}`;
    const first = (signal?: AbortSignal) => at.witness.watch(directory.listPersons(at.open(undefined, signal), null));
    async function all(connection = at.open()) {
      const found = { items: [] as PersonSighting[], rejected: [] as Reject[], pages: 0 };
      for (let cursor: string | null = null; found.pages === 0 || cursor !== null; found.pages++) {
        const page: Page<PersonSighting> = await at.witness.watch(directory.listPersons(connection, cursor));
        found.items.push(...page.items);
        found.rejected.push(...page.rejected);
        cursor = page.next;
      }
      return found;
    }
    const person = async (userName: string) => (await all()).items.find((item) => item.userName === userName);

    test("check tells a right credential from a wrong one, and from a directory that is down", async () => {
      const check = (credential?: R) => at.witness.watch(directory.check(at.open(credential)));
      expect(await check()).toMatchObject({ ok: true });
      expect(await check(at.badCredential)).toMatchObject({ ok: false, kind: "credential" });
      at.break({ kind: "refuse" });
      const down = await check();
      expect(down.ok).toBe(false);
      expect(down).not.toMatchObject({ kind: "credential" });
    });

    test("a listing gives everyone once, over all pages, with a lasting id, address in lower case, and the manager's id", async () => {
      const { items, rejected, pages } = await all();
      expect(pages).toBeGreaterThan(1);
      expect(rejected).toEqual([]);
      const members = items.filter(({ userName }) => userName.startsWith("member"));
      expect(members.map(({ userName }) => userName).sort()).toEqual(Array.from({ length: harness.many }, (_, n) => nameOf(n)));
      expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(items.length);
      const boss = members.find(({ userName }) => userName === nameOf(0));
      for (const { userName, email, status, statusSource, manager } of members) {
        expect({ email, status, manager }).toEqual({
          ...{ email: `${userName}@example.org`, status: "active" },
          manager: userName === boss?.userName ? null : (boss?.externalId ?? "no boss"),
        });
        expect(statusSource).not.toBe("");
      }
      expect((await all()).items.map(({ externalId }) => externalId).sort()).toEqual(items.map(({ externalId }) => externalId).sort());
    });

    test("who is locked is suspended and says from what; who is deleted is not listed, and who comes anew is somebody else", async () => {
      for (const userName of ["locked", "deleted"]) await at.addPerson(userName, `${userName}@example.org`);
      await at.suspendPerson("locked");
      expect(await person("locked")).toMatchObject({ status: "suspended", statusSource: expect.stringMatching(/.+: .+/) });
      const before = await person("deleted");
      await at.removePerson("deleted");
      expect(await person("deleted")).toBeUndefined();
      await at.addPerson("deleted", "deleted@example.org");
      expect((await person("deleted"))?.externalId).not.toBe(before?.externalId);
    });

    const faults: [string, WireFault][] = [
      ["a directory that is down", { kind: "refuse" }],
      ["silence", { kind: "silence" }],
      ["half a greeting", { kind: "cut", afterBytes: 500 }],
      ["half an answer", { kind: "cut", afterBytes: 4_000 }],
    ];
    test.each(faults)(
      "%s ends a listing with a named fault: nobody is taken for gone",
      async (_name, fault) => {
        at.break(fault);
        const thrown = await all().catch((error: unknown) => error);
        expect(thrown).toBeInstanceOf(VendorFault);
        expect(["network", "timeout"]).toContain((thrown as VendorFault).kind);
      },
      30_000,
    );

    test("a connection that is lost between two pages is a fault or a listing from its start, never an end", async () => {
      const connection = at.open();
      const page = await at.witness.watch(directory.listPersons(connection, null));
      at.break({ kind: "refuse" });
      await expect(at.witness.watch(directory.listPersons(connection, page.next))).rejects.toBeInstanceOf(VendorFault);
      at.break(null);
      const again = await at.witness.watch(directory.listPersons(connection, page.next));
      expect(again.next).not.toBeNull();
      expect(again.items.map(({ externalId }) => externalId)).toEqual(page.items.map(({ externalId }) => externalId));
    });

    test("a wrong credential, and a caller who gave up, end it by name", async () => {
      await expect(at.witness.watch(directory.listPersons(at.open(at.badCredential), null))).rejects.toMatchObject({ kind: "credential" });
      await expect(first(AbortSignal.abort())).rejects.toMatchObject({ kind: "cancelled" });
    });

    test("an entry that can't be used is counted and named, and costs no other", async () => {
      const before = (await all()).items.length;
      await at.addUnreadable();
      const { items, rejected } = await all();
      expect(items).toHaveLength(before);
      expect(rejected).toHaveLength(1);
      for (const { reference, field, reason } of rejected) for (const text of [reference, field, reason]) expect(text).not.toBe("");
    });

    test("nothing that came out in all this holds a secret", () => {
      expect(at.witness.seen).toBeGreaterThan(20);
      at.witness.expectNone();
    });
  });
}

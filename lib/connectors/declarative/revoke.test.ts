import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Target } from "../contract";
import { targetOf } from "../target";
import { waitFor } from "./keep-pace";
import { readConnectorOf } from "./read";
import { declarativeRevoker, revokerOf } from "./revoke";
import { scripted } from "./testkit/scripted-http";
import { row, small } from "./testkit/small";

const fence = { execution: "e", fence: 1n, idempotencyKey: "try-1" };
const own = { secret: "own-credential-1", control: "control-credential" };
const secret = row().secret;

async function signed(): Promise<Target> {
  const { connection } = scripted(own, () => ({ json: { items: [row()] } }));
  const page = await readConnectorOf(small()).reader?.listTokens(connection, null);
  const [sighting] = page?.items ?? [];
  if (!sighting) throw new Error("not listed");
  return { ...targetOf(sighting), fingerprint: null };
}
const bearer = (request: { headers?: Record<string, string> }) => request.headers?.authorization?.slice("Bearer ".length);

describe("probe", () => {
  const alive = { status: 200, json: { id: "x" } };
  const probe = (answer: { status: number; json?: unknown }, effect: "dead" | "disabled" = "dead", control = alive) => {
    const { connection } = scripted(own, (request) => (bearer(request) === secret ? answer : control));
    return revokerOf(small()).probe(connection, { handle: { id: "t1" } } as unknown as Target, secret, effect);
  };

  test("says dead in the declared shape alone, of the effect that is looked for", async () => {
    expect(await probe({ status: 401, json: { error: "invalid_token" } })).toMatchObject({ kind: "dead", control: "accepted" });
    expect(await probe({ status: 403, json: { error: "disabled" } })).toMatchObject({ kind: "unknown" });
    expect(await probe({ status: 403, json: { error: "disabled" } }, "disabled")).toMatchObject({ kind: "dead" });
    expect(await probe({ status: 401, json: { error: "expired" } })).toMatchObject({ kind: "unknown" });
    expect(await probe(alive)).toMatchObject({ kind: "alive" });
  });

  test("whatever else the system answers, it is not dead", async () => {
    const revoker = revokerOf(small());
    const json = fc.oneof(
      fc.json(),
      fc.constantFrom('{"error":"invalid_tokens"}', '{"error":["invalid_token"]}', '{"error":{"invalid_token":1}}', "", "<html>401</html>"),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 499 }), json, async (status, text) => {
        const { connection } = scripted(own, (request) => (bearer(request) === secret ? { status, text } : alive));
        const probed = await revoker.probe(connection, { handle: { id: "t1" } } as unknown as Target, secret, "dead");
        let error: unknown;
        try {
          error = Reflect.get(Object(JSON.parse(text)), "error");
        } catch {
          error = undefined;
        }
        return (probed.kind === "dead") === (status === 401 && error === "invalid_token");
      }),
      { numRuns: 300 },
    );
  });

  test("a missing or refused control, and a token that is not at hand, prove nothing", async () => {
    const dead = { status: 401, json: { error: "invalid_token" } };
    expect(await probe(dead, "dead", dead as never)).toMatchObject({ kind: "unknown", control: "refused" });
    const { connection } = scripted({ secret: own.secret }, () => dead);
    expect(await revokerOf(small()).probe(connection, { handle: {} } as Target, secret, "dead")).toMatchObject({ kind: "unknown", control: "refused" });
    expect(await revokerOf(small()).probe(connection, { handle: {} } as Target, null, "dead")).toMatchObject({ kind: "unknown", control: "none" });
  });
});

describe("apply", () => {
  test("sends the declared call with its values in place, and nothing that was not declared", async () => {
    const { connection, asked } = scripted(own, () => ({ json: {} }));
    const target = await signed();
    const revoker = revokerOf(small(["    secret: secret\n", ""], ["gone: [{ status: 404", "secret: secret\n  gone: [{ status: 404"]));
    expect(await revoker.apply(connection, "disabled", target, fence, secret)).toMatchObject({ kind: "done" });
    expect(asked).toEqual([
      {
        ...{ method: "PATCH", path: "/tokens/t1", redactedPath: "/tokens/t1" },
        ...{ headers: { "X-Request": "try-1", authorization: "Bearer own-credential-1" }, json: { enabled: false, note: "by try-1" } },
      },
    ]);
    for (const effect of ["shortened", "narrowed"] as const)
      expect(await revoker.apply(connection, effect, target, fence, secret)).toMatchObject({ kind: "declined" });
    expect(asked).toHaveLength(1);
  });

  test("never ends the credential it works with, the control, or a token other than the signed one", async () => {
    const { connection, asked } = scripted(own, () => ({ json: {} }));
    const target = await signed();
    for (const material of [own.secret, own.control, "another-token-0123456789"])
      expect(await revokerOf(small()).apply(connection, "dead", target, fence, material)).toMatchObject({ kind: "declined" });
    expect(asked).toEqual([]);
  });
});

describe("describe", () => {
  test("takes another token's row, a row without an id and a page for a fault, not for gone", async () => {
    for (const json of [row({ id: "t2" }), row({ id: null }), {}, [], null]) {
      const { connection } = scripted(own, () => ({ json }));
      await expect(revokerOf(small()).describe(connection, await signed())).rejects.toMatchObject({ kind: "shape" });
    }
    const { connection } = scripted(own, () => ({ status: 404, json: { error: "not_found" } }));
    expect(await revokerOf(small()).describe(connection, await signed())).toMatchObject({ kind: "gone" });
  });

  test("from a list with rows that can't be read is never gone", async () => {
    const declaration = small([
      "describe:\n  request: GET /tokens/{{id}}\n  gone: [{ status: 404, body: { error: not_found } }]\n",
      "describe: from the list\n",
    ]);
    const look = async (items: unknown[]) => {
      const { connection } = scripted(own, () => ({ json: { items } }));
      return revokerOf(declaration).describe(connection, await signed());
    };
    expect(await look([row({ id: "t2" }), row()])).toMatchObject({ kind: "described", material: secret });
    expect(await look([row({ id: "t2" })])).toMatchObject({ kind: "gone" });
    await expect(look([row({ id: "t2" }), row({ created: "?" })])).rejects.toMatchObject({ kind: "shape" });
  });
});

describe("where the system shows no secrets", () => {
  const declaration = small(
    ["    secret: secret\n", ""],
    ["probe:\n", "probe:\n  by: record\n"],
    ["    lastUsed: used\n", "    lastUsed: used\n    disabled: { since: disabled_at }\n"],
  );
  const target = {
    ...{ class: "api_key", handle: { id: "t1" }, name: "one", creator: "7", created: null, scopes: [], environment: null, fingerprint: null },
  } as Target;
  const look = (record: { status?: number; json: unknown }, effect: "dead" | "disabled" = "dead", control = { status: 200, json: { id: "x" } as unknown }) => {
    const { connection } = scripted(own, (request) => (request.path.startsWith("/me") ? control : record));
    return revokerOf(declaration).probe(connection, target, null, effect);
  };
  const gone = { status: 404, json: { error: "not_found" } };

  test("its own record is the proof, named as that, and only while the control is let in", async () => {
    expect(await look({ json: row() })).toMatchObject({ kind: "alive", control: "accepted", basis: "record" });
    expect(await look(gone)).toMatchObject({ kind: "dead", control: "accepted", basis: "record" });
    expect(await look(gone, "dead", { status: 401, json: { error: "invalid_token" } })).toMatchObject({ kind: "unknown", control: "refused" });
    expect(await look(gone, "dead", { status: 200, json: "<html>" })).toMatchObject({ kind: "unknown" });
  });

  test("disabled is what the record dates as disabled, and not death", async () => {
    const disabled = { json: row({ disabled_at: "2026-11-26T12:00:00Z" }) };
    expect(await look({ json: row() }, "disabled")).toMatchObject({ kind: "alive" });
    expect(await look(disabled, "disabled")).toMatchObject({ kind: "dead", evidence: expect.stringContaining("disabled since 2026-11-26") });
    expect(await look(disabled)).toMatchObject({ kind: "alive" });
  });

  test("a record that could not be read whole proves nothing", async () => {
    for (const record of [{ status: 404, json: {} }, { status: 401, json: {} }, { json: {} }, { json: row({ id: "t2" }) }, { json: row({ created: "?" }) }])
      expect(await look(record)).toMatchObject({ kind: "unknown" });
  });
});

test("settings of another version describe no revoker", () => {
  expect(() => declarativeRevoker.of?.({ declaration: { format: "countersign/declarative/2" } })).toThrow();
  expect(() => declarativeRevoker.of?.({})).toThrow();
  expect(declarativeRevoker.of?.({ declaration: JSON.parse(JSON.stringify(small())) }).effects).toEqual({ api_key: ["dead", "disabled"] });
});

test("calls of one connection are spread over the minute, others do not wait for them", () => {
  const waits = [0, 0, 10, 500].map((now) => waitFor("slow", 600, 1_000 + now));
  expect(waits).toEqual([0, 100, 190, 0]);
  expect(waitFor("fast", 600, 1_000)).toBe(0);
  expect(waitFor("free", null, 1_000)).toBe(0);
});

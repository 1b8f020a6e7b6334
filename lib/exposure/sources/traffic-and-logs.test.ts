import { describe, expect, test } from "vitest";
import { lookThrough, nothingLooked } from "../look-through";
import { made } from "../testkit/made-secrets";
import { sourceFolder } from "../testkit/source-folder";
import { zipOf } from "../testkit/zip-of";
import { openSource } from "./open-source";

const { at: inFolder, put, read } = sourceFolder();
async function look(at: string) {
  const sightings = [];
  for await (const one of lookThrough((await openSource(at)).source, (secret) => secret, nothingLooked())) if ("sighting" in one) sightings.push(one.sighting);
  return sightings;
}

describe("an HTTP Archive", () => {
  const har = (entries: unknown[]) => JSON.stringify({ log: { version: "1.2", creator: { name: "Browser", version: "1" }, pages: [], entries } });
  const entry = {
    startedDateTime: "2026-03-02T10:00:00.123+01:00",
    time: 12,
    request: {
      method: "POST",
      url: "https://ada:in-userinfo@api.example.test/v1/items?token=in-the-query%21#x",
      httpVersion: "HTTP/2",
      headers: [
        { name: "Authorization", value: "Bearer in-a-header" },
        { name: "Cookie", value: "sid=in-a-cookie" },
      ],
      cookies: [{ name: "sid", value: "in-a-cookie" }],
      queryString: [{ name: "token", value: "in-the-query!" }],
      postData: { mimeType: "application/json", text: '{"password":"in-the-body"}' },
    },
    response: {
      status: 200,
      headers: [{ name: "Set-Cookie", value: "s=in-an-answer" }],
      cookies: [],
      content: { size: 9, mimeType: "text/plain", text: Buffer.from("in-base64").toString("base64"), encoding: "base64" },
      redirectURL: "https://example.test/?code=in-a-redirect",
    },
    timings: {},
  };

  test("each request and answer with its number and moment; its place holds no query and no password", async () => {
    const { form, channel, locate, all } = await read(
      put("trace.har", har([{ ...entry, request: { method: "GET", url: "not an address" }, response: { content: entry.response.content } }, entry])),
    );
    expect([form, channel]).toEqual(["har", "other"]);
    const place = {
      path: "trace.har!/POST https://api.example.test/v1/items",
      line: null,
      reference: "entry 2",
      author: null,
      at: "2026-03-02T09:00:00.123Z",
      url: null,
    };
    for (const part of ["in-a-header", "in-the-query!", "in-the-body", "in-an-answer", "in-a-redirect", "in-userinfo"]) expect(locate(part)).toEqual(place);
    expect(locate("in-base64")).toEqual({ ...place, path: "trace.har!/GET an address answer", reference: "entry 1", line: 1 });
    expect(all.match(/in-a-cookie/g)).toHaveLength(1);
  });

  test("what stands in the path of an address is not shown where it looks like a secret", async () => {
    const token = made.github("in an address");
    const [found] = await look(put("trace.har", har([{ request: { method: "GET", url: `https://api.example.test/hook/${token}/getMe` } }])));
    expect(found).toMatchObject({ kind: { id: "github_pat" }, location: { path: "trace.har!/GET https://api.example.test/hook/…/getMe" } });
  });

  test("one that is cut off, and an entry that is none", async () => {
    const cut = await read(put("cut.har", har([entry]).split("in-an-answer")[0] as string));
    expect(cut.locate("in-the-body")).toMatchObject({ path: "cut.har", line: 1 });
    expect(cut.unreadable).toMatchObject([{ path: "cut.har", reason: "malformed" }]);
    const odd = await read(put("odd.har", har([{ request: 7 }, entry])));
    expect(odd.unreadable).toMatchObject([{ detail: expect.stringContaining("entry 1") }]);
    expect(odd.locate("in-a-header")).toMatchObject({ reference: "entry 2" });
  });

  test("a great many parameters beside a long address are each read, and what the address says is said once", async () => {
    const queryString = Array.from({ length: 100_000 }, (_, n) => ({ name: "aa", value: n.toString(36) }));
    const url = `https://api.example.test/${"a".repeat(200_000)}?aa=z&token=once#x`;
    // going through the whole address for each would take minutes
    const { all } = await read(put("many.har", har([{ request: { method: "GET", url, queryString: [...queryString, { name: "token", value: "once" }] } }])));
    expect(all.match(/aa=/g)).toHaveLength(100_000);
    expect(all.match(/token=once/g)).toHaveLength(1);
  });
});

describe("the log of a run of GitHub Actions", () => {
  const stamp = (second: number) => `2026-03-02T10:00:${String(second).padStart(2, "0")}.1234567Z`;
  const token = made.github("in a log");
  const steps = {
    "build/1_Set up job.txt": `\ufeff${stamp(1)} Current runner version: '2.300.0'\n`,
    "build/3_Run tests.txt": `\ufeff${stamp(5)} ##[group]Run npm test\n${stamp(5)} env:\n${stamp(6)}   MASKED_TOKEN: ***\n${stamp(7)} \u001b[36;1m${token}\u001b[0m\nwithout a stamp\n${stamp(9)} end\n`,
    "build/system.txt": `${stamp(1)} Job is waiting for a hosted runner\n`,
  };

  test("each step by job and name; the stamps are taken off and told per line; what is masked is no secret", async () => {
    const at = put("logs_77.zip", zipOf({ ...steps, "0_build.txt": Object.values(steps).join("") }));
    const { form, channel, locate, all } = await read(at);
    expect([form, channel]).toEqual(["actions", "build_log"]);
    expect(all).not.toContain("2026-03-02T");
    expect(locate(token)).toEqual({ path: "build / 3 Run tests", line: 4, reference: null, author: null, at: "2026-03-02T10:00:07.000Z", url: null });
    expect(locate("without a stamp")).toMatchObject({ line: 5, at: "2026-03-02T10:00:07.000Z" });
    expect(all.match(/Run npm test/g)).toHaveLength(1);
    const found = await look(at);
    expect(found).toMatchObject([
      { mark: "placeholder", context: "MASKED_TOKEN: •••" },
      { kind: { id: "github_pat" }, mark: null, identity: token, context: "•••" },
    ]);
  });

  test("where a job's steps are not there, its whole log is read; large ones in parts", async () => {
    const noise = `${stamp(2)} a line like any other in a log\n`.repeat(20_000);
    const at = put("whole.zip", zipOf({ "0_deploy.txt": `${noise}${stamp(30)} token ${token}\n${noise}`, "deploy/system.txt": stamp(1) }));
    const [found] = await look(at);
    expect(found?.location).toMatchObject({ path: "0_deploy", line: 20_001, at: "2026-03-02T10:00:30.000Z" });
  });

  test("a zip with other files in it is none", async () => {
    expect((await read(put("other.zip", zipOf({ ...steps, "README.md": "x" })))).form).toBe("file");
  });
});

test("of .env files, alone and in archives, the line and what stands before the value", async () => {
  const key = made.stripe("in an env file");
  const text = `# production\nNODE_ENV=production\nSTRIPE_SECRET_KEY=${key}\n`;
  put("a/.env", text);
  put("b.zip", zipOf({ "app/.env.local": text }));
  const found = await look(inFolder());
  expect(found.map(({ context, location }) => [location.path, location.line, context]).sort()).toEqual([
    ["a/.env", 3, "STRIPE_SECRET_KEY=•••"],
    ["b.zip!/app/.env.local", 3, "STRIPE_SECRET_KEY=•••"],
  ]);
});

test("a subject that holds a secret does not show it", async () => {
  const token = made.github("in a subject");
  const [found] = await look(
    put("x.eml", `From: a@example.test\nMessage-ID: <${token}@example.test>\nSubject: use ${token}\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nbody\n`),
  );
  expect(found?.location).toMatchObject({ path: "x.eml!/use •••", reference: "•••@example.test" });
});

test("nor does what could not be read", async () => {
  const token = made.github("in the subject of a sealed one");
  const sealed = `From: a@example.test\nMessage-ID: <1@example.test>\nSubject: use ${token}\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n`;
  const unreadable = [];
  for await (const one of lookThrough((await openSource(put("s.eml", sealed))).source, () => "", nothingLooked()))
    if ("unreadable" in one) unreadable.push(one.unreadable);
  expect(unreadable).toEqual([{ path: "s.eml!/use •••!/smime.p7m", reason: "encrypted", detail: null }]);
});

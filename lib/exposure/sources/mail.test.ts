import { mkdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sourceFolder } from "../testkit/source-folder";
import { zipOf } from "../testkit/zip-of";
import { mboxMessages } from "./mbox";

const { at: inFolder, put, read } = sourceFolder();
const lines = (...text: string[]) => `${text.join("\r\n")}\r\n`;

const message = lines(
  "Received: from mx.example.test by here; Mon, 2 Mar 2026 10:00:01 +0000",
  "From: =?utf-8?Q?Ada_W=C3=B6lfe?= <ada@example.test>",
  "To: ops@example.test",
  "Subject: =?utf-8?B?YWNjZXNzIGbDvHIgZGVwbG95?=",
  "Date: Mon, 2 Mar 2026 11:00:00 +0100",
  "Message-ID: <abc.1@example.test>",
  "X-Api-Key: in-a-header",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b1"',
  "",
  "--b1",
  'Content-Type: multipart/alternative; boundary="b2"',
  "",
  "--b2",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "the key is broken=",
  "-in-two =3D said",
  "--b2",
  "Content-Type: text/html; charset=utf-8",
  "",
  '<p>the key is <b>broken-in-two</b> = said</p><p>and only-in-html</p><a href="https://example.test/?k=in-a-link">x</a>',
  "--b2--",
  "--b1",
  "Content-Type: application/zip; name=keys.zip",
  "Content-Transfer-Encoding: base64",
  "Content-Disposition: attachment; filename=keys.zip",
  "",
  zipOf({ "a/.env": "K=in-an-archive" }).toString("base64").replace(/.{76}/g, "$&\r\n"),
  "--b1",
  "Content-Type: message/rfc822",
  "",
  "From: bruno@example.test",
  "Subject: older",
  "Message-ID: <older@example.test>",
  "Date: Sun, 1 Mar 2026 09:00:00 +0000",
  "",
  "in-a-forwarded-message",
  "--b1--",
);
const place = { author: "Ada Wölfe <ada@example.test>", at: "2026-03-02T10:00:00.000Z", reference: "abc.1@example.test" };

test("a message: what people read of it, with who, when and what about; attachments through the archives they are", async () => {
  const { form, channel, locate, all, unreadable } = await read(put("one.eml", message));
  expect([form, channel, unreadable]).toEqual(["mail", "mail", []]);
  expect(locate("the key is broken-in-two = said")).toEqual({ ...place, path: "one.eml!/access für deploy", line: null, url: null });
  for (const part of ["X-Api-Key: in-a-header", "only-in-html", "?k=in-a-link"]) expect(locate(part)).toMatchObject(place);
  expect(all.match(/broken-in-two/g)).toHaveLength(1);
  expect(all).not.toContain("mx.example.test");
  expect(locate("in-an-archive")).toMatchObject({ ...place, path: "one.eml!/access für deploy!/keys.zip!/a/.env", line: 1 });
  expect(locate("in-a-forwarded-message")).toMatchObject({
    path: "one.eml!/access für deploy!/a message!/older",
    author: "bruno@example.test",
    reference: "older@example.test",
    at: "2026-03-01T09:00:00.000Z",
  });
});

describe("mailboxes", () => {
  const from = "From ada@example.test Mon Mar  2 10:00:00 2026";
  const second = lines(
    "From: carla@example.test",
    "Message-ID: <2@example.test>",
    "Subject: second",
    "",
    "From the team, at once:",
    "",
    "From here on it is text",
    "and second-text",
  );
  const box = [from, message, from, second, from, lines("From: dora@example.test", "Message-ID: <3@example.test>", "", "last-text")].join("\r\n");

  test.each([
    ["inbox", Buffer.from(box)],
    ["inbox.mbox.gz", gzipSync(box)],
  ])("each message of %s on its own", async (name, content) => {
    const { form, locate, unreadable } = await read(put(name, content));
    expect([form, unreadable]).toEqual(["mail", []]);
    expect(locate("broken-in-two")).toMatchObject(place);
    expect(locate("second-text")).toMatchObject({ path: expect.stringMatching(/!\/second$/), author: "carla@example.test", at: null });
    expect(locate("From here on it is text")).toMatchObject({ reference: "2@example.test" });
    expect(locate("last-text")).toMatchObject({ path: expect.stringContaining("a message without a subject"), author: "dora@example.test" });
  });

  test("a folder of messages, with a channel of its own", async () => {
    put("maildir/cur/1:2,S", message);
    for (const name of ["new", "tmp"]) mkdirSync(inFolder("maildir", name));
    const { form, channel, locate } = await read(inFolder("maildir"));
    expect([form, channel]).toEqual(["mail", "mail"]);
    expect(locate("broken-in-two")).toMatchObject({ path: "cur/1:2,S!/access für deploy" });
  });

  test("cut anywhere, by chunks of any size, the messages are the same", async () => {
    const bytes = Buffer.from(box);
    const split = async (size: number) => {
      async function* chunks() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const messages = [];
      for await (const { bytes: one } of mboxMessages(chunks())) messages.push(one.toString());
      return messages;
    };
    const whole = await split(bytes.length);
    expect(whole).toHaveLength(3);
    for (const size of [1, 7, 100, 481, 5000]) expect(await split(size)).toEqual(whole);
  });

  test("one that ends within a message, and a gzip that is cut off: what came is read", async () => {
    expect((await read(put("cut", box.slice(0, box.indexOf("only-in-html"))))).locate("broken-in-two")).toMatchObject(place);
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * 7919 * (n % 251)) % 251));
    const packed = gzipSync(`${from}\r\n${second}\r\n${from}\r\n${lines("From: x@example.test", "Message-ID: <9@x>", "", noise.toString("base64"))}`);
    const { locate, unreadable } = await read(put("cut.gz", packed.subarray(0, packed.length - 2000)));
    expect(locate("second-text")).toMatchObject({ author: "carla@example.test" });
    expect(unreadable).toMatchObject([{ reason: "truncated" }]);
  });

  test("what no message could be held of is read to there, and told; the next is read", async () => {
    async function* chunks() {
      yield Buffer.from(`${from}\nFrom: a@b\n\n`);
      for (let n = 0; n < 40; n++) yield Buffer.alloc(100_000, 97);
      yield Buffer.from(`\n\n${from}\nFrom: c@d\n\nnext\n`);
    }
    const messages = [];
    for await (const one of mboxMessages(chunks(), 1_000_000)) messages.push(one);
    expect(messages.map(({ cut, bytes }) => [cut, bytes.length])).toEqual([
      [true, 1_000_000],
      [false, 16],
    ]);
  });
});

test("what only begins with a colon or two is no mail", async () => {
  for (const text of ["name: x\nfrom: y\ndate: today\n", "From here: there\n", "Message-ID: a\n\nb"])
    expect((await read(put("some.txt", text))).form).toBe("file");
});

test("messages in messages end with a reason, and an encrypted one says so", async () => {
  const wrap = (inner: string, n: number) =>
    lines(`From: a${n}@example.test`, "Message-ID: <x@y>", "Subject: s", "MIME-Version: 1.0", "Content-Type: message/rfc822", "", inner);
  let nested = message;
  for (let n = 0; n < 12; n++) nested = wrap(nested, n);
  expect((await read(put("deep.eml", nested))).unreadable).toMatchObject([{ reason: "too_deep" }]);
  const sealed = lines(
    "From: a@example.test",
    "Message-ID: <s@y>",
    "Subject: s",
    "MIME-Version: 1.0",
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
    "Content-Transfer-Encoding: base64",
    "",
    "MIIBHgYJKoZIhvcNAQcDoIIBDz==",
  );
  expect((await read(put("sealed.eml", sealed))).unreadable).toMatchObject([{ path: "sealed.eml!/s!/smime.p7m", reason: "encrypted" }]);
});

test("a text and an HTML with nothing in common are compared in bounded time, and each is read", async () => {
  const said = `${"a".repeat(74)}\n`.repeat(1_700);
  const shown = Array.from({ length: 20_000 }, (_, n) => `aa${n.toString(36).padStart(3, "0")}`).join("\n");
  const one = lines(
    "From ada@example.test Mon Mar  2 10:00:00 2026",
    "From: ada@example.test",
    "Message-ID: <many@example.test>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    said,
    "--b",
    "Content-Type: text/html",
    "",
    shown,
    "--b--",
    "",
  );
  // going through the whole text for each line would take minutes
  const { all } = await read(put("many.mbox", one.repeat(8)));
  expect(all.match(/^aaff1$/gm)).toHaveLength(8);
  expect(all.match(/^a{74}$/gm)).toHaveLength(8 * 1_700);
});

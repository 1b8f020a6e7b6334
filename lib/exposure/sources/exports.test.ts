import { chmodSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mayNotRead } from "../testkit/may-not-read";
import { readPieces } from "../testkit/read-pieces";
import { sourceFolder } from "../testkit/source-folder";
import { zipOf } from "../testkit/zip-of";
import { jiraXml } from "./jira-xml";
import { openSource } from "./open-source";

const { at: inFolder, put, read } = sourceFolder();

const slack = {
  "users.json": JSON.stringify([{ id: "U1", name: "ada", profile: { real_name: "Ada Wolfe", email: "ada@example.test" } }]),
  "channels.json": JSON.stringify([{ id: "C1", name: "ops", members: ["U1"] }]),
  "dms.json": JSON.stringify([{ id: "D9" }]),
  "ops/2026-03-02.json": JSON.stringify([
    {
      type: "message",
      user: "U1",
      text: "the key is &lt;in here&gt; &amp; more",
      ts: "1772445600.000100",
      blocks: [{ type: "rich_text", elements: [{ text: "only in a block" }] }],
    },
    {
      type: "message",
      subtype: "bot_message",
      username: "deploy",
      text: "",
      ts: "1772445601.000200",
      attachments: [{ fields: [{ title: "Env", value: "an attachment's value" }] }],
      files: [{ preview: "a file's preview" }],
    },
  ]),
  "D9/2026-03-03.json": JSON.stringify([{ type: "message", user: "U7", text: "between two people", ts: "1772532000" }]),
  "ops/2026-03-04.json": '[{"ts": "1772',
};

describe.each(["a folder", "a zip"])("a Slack export as %s", (form) => {
  test("each message with its channel, author and moment; blocks, attachments and previews too; a damaged day is told", async () => {
    if (form === "a folder") for (const [name, content] of Object.entries(slack)) put(`export/${name}`, content);
    else put("export.zip", zipOf(slack));
    const { form: taken, channel, all, locate, unreadable } = await read(inFolder(form === "a folder" ? "export" : "export.zip"));
    expect([taken, channel]).toEqual(["slack", "chat"]);
    expect(locate("the key is <in here> & more")).toEqual({
      path: "#ops",
      line: null,
      reference: "1772445600.000100",
      author: "Ada Wolfe <ada@example.test>",
      at: "2026-03-02T10:00:00.000Z",
      url: null,
    });
    expect(locate("an attachment's value")).toMatchObject({ author: "deploy", reference: "1772445601.000200" });
    for (const part of ["only in a block", "a file's preview"]) expect(all).toContain(part);
    expect(locate("between two people")).toMatchObject({ path: "conversation D9", author: "U7" });
    expect(unreadable).toEqual([{ path: "ops/2026-03-04.json", reason: "malformed", detail: "not a day of messages in JSON" }]);
  });
});

test("a Slack export tells who could read what: members, and of public channels everybody who is no guest; those who left too, bots not", async () => {
  const users = [
    { id: "U1", profile: { email: "Ada@example.test" } },
    { id: "U2", deleted: true, profile: { email: "nora@example.test" } },
    { id: "U3", is_restricted: true, profile: { email: "guest@example.test" } },
    { id: "U4", is_bot: true, profile: { email: "bot@example.test" } },
    { id: "U5" },
  ];
  put("export/users.json", JSON.stringify(users));
  put("export/channels.json", JSON.stringify([{ id: "C1", name: "ops", members: ["U1", "U3", "U4"] }]));
  put("export/groups.json", JSON.stringify([{ id: "G1", name: "board", members: ["U2", "U5"] }]));
  const { audiences } = await readPieces((await openSource(inFolder("export"))).source);
  const told = audiences.map(({ path, open, members, unnamed }) => [path, open, members.map(({ name, basis }) => `${name} ${basis}`), unnamed]);
  expect(told).toHaveLength(3);
  for (const one of [
    [null, false, ["ada@example.test workspace", "nora@example.test workspace"], 1],
    ["#ops", true, ["ada@example.test member", "guest@example.test member"], 0],
    ["#board", false, ["nora@example.test member"], 1],
  ])
    expect(told).toContainEqual(one);
});

test("what of an export's folder can't be opened is told, days, channels and lists of people alike; the rest is read", async () => {
  for (const [name, content] of Object.entries(slack)) put(`export/${name}`, content);
  put("export/secret/2026-03-05.json", "[]");
  symlinkSync("/nowhere", inFolder("export", "ops", "2026-03-05.json"));
  for (const name of [".", "export", "export/ops", "export/D9", ...Object.keys(slack).map((name) => `export/${name}`)]) chmodSync(inFolder(name), 0o755);
  const closed = ["export/users.json", "export/ops/2026-03-02.json", "export/secret"].map((name) => inFolder(name));
  const { form, all, unreadable } = await mayNotRead(closed, () => read(inFolder("export")));
  expect([form, all.includes("in here"), all.includes("between two people")]).toEqual(["slack", false, true]);
  const told = unreadable.map(({ path, reason }) => `${path} ${reason}`).sort();
  expect(told).toEqual([
    "ops/2026-03-02.json not_allowed",
    "ops/2026-03-04.json malformed",
    "ops/2026-03-05.json link",
    "secret not_allowed",
    "users.json not_allowed",
  ]);
});

describe("Jira's exports", () => {
  const xml = `<?xml version="1.0"?><!-- RSS generated by JIRA --><rss version="0.92"><channel><title>Jira</title><item>
    <title>[OPS-7] Deploy fails</title><link>https://jira.example.test/browse/OPS-7</link>
    <description>&lt;p&gt;token=&lt;b&gt;in-bold&lt;/b&gt; &amp;amp; more&lt;/p&gt;</description><environment></environment><key id="1">OPS-7</key><summary>Deploy fails</summary>
    <reporter username="ada">Ada Wolfe</reporter><created>Mon, 2 Mar 2026 10:00:00 +0000</created>
    <comments><comment id="9" author="bruno" created="Tue, 3 Mar 2026 11:00:00 +0100"><![CDATA[<p>a comment's words</p>]]></comment></comments>
    <customfields><customfield id="c"><customfieldvalues><customfieldvalue>a custom value</customfieldvalue></customfieldvalues></customfield></customfields></item>`;

  test("XML: each text of an issue with its key, author, moment and page", async () => {
    const { form, channel, locate, unreadable } = await read(put("export.xml", `${xml}</channel></rss>`));
    expect([form, channel, unreadable]).toEqual(["jira", "ticket", []]);
    expect(locate("token=in-bold & more")).toEqual({
      path: "OPS-7 description",
      line: null,
      reference: "OPS-7",
      author: "Ada Wolfe",
      at: "2026-03-02T10:00:00.000Z",
      url: "https://jira.example.test/browse/OPS-7",
    });
    expect(locate("a comment's words")).toMatchObject({ path: "OPS-7 comment", author: "bruno", at: "2026-03-03T10:00:00.000Z" });
    expect(locate("a custom value")).toMatchObject({ path: "OPS-7 customfieldvalue" });
  });

  test("XML: an issue with more than 8 MB is read so far, and told by its key, wherever that stands; the next one is whole", async () => {
    const words = "of no meaning at all ".repeat(200_000);
    const long = (key: string, times: number) => `<item><description>${`${words}<br/>`.repeat(times)}its end</description><key>${key}</key></item>`;
    const { all, locate, unreadable } = await read(put("long.xml", `${xml}${long("OPS-8", 3)}${long("OPS-9", 1)}</channel></rss>`));
    expect(unreadable).toEqual([{ path: "OPS-8", reason: "too_large", detail: "the text of OPS-8 is read to 8 MB" }]);
    expect(locate("of no meaning")).toMatchObject({ reference: "OPS-8" });
    expect(all.match(/its end/g)).toHaveLength(1);
    expect(locate("its end")).toMatchObject({ reference: "OPS-9", path: "OPS-9 description" });
  });

  test("XML: a text that does not end is held to its limit and no further, and told", async () => {
    let asked = 0;
    async function* endless() {
      yield Buffer.from(`${xml}<item><description>`);
      for (; asked < 400; asked++) yield Buffer.alloc(1024 * 1024, "of no meaning at all ");
    }
    const { texts, unreadable } = await readPieces(jiraXml(endless(), "endless.xml"));
    expect(texts[0]?.text).toContain("a custom value");
    expect(unreadable).toMatchObject([{ path: "endless.xml", reason: "too_large" }]);
    expect(asked).toBeLessThan(70);
  });

  test("XML that is cut off: what came before is read, and it is told", async () => {
    const { locate, unreadable } = await read(put("cut.xml", `${xml}<item><key>OPS-8</key></wrong>`));
    expect(locate("a comment's words")).toMatchObject({ reference: "OPS-7" });
    expect(unreadable).toMatchObject([{ path: "cut.xml", reason: "malformed" }]);
  });

  test("CSV: each cell, comments with who said them and when", async () => {
    const csv =
      'Summary,Issue key,Reporter,Created,Description,Comment,Comment\nDeploy fails,OPS-7,ada,02/Mar/26 10:00 AM,"long, with\nlines","03/Mar/26 11:00 AM;bruno;a comment\'s words","04/Mar/26 9:00 AM;carla;another one"\n';
    const { form, locate } = await read(put("jira.csv", csv));
    expect(form).toBe("jira");
    expect(locate("long, with")).toMatchObject({ path: "OPS-7 description", author: "ada", at: "2026-03-02T10:00:00.000Z" });
    expect(locate("another one")).toMatchObject({ path: "OPS-7 comment", author: "carla", at: "2026-03-04T09:00:00.000Z" });
  });

  test("a CSV of anything else stays a file", async () => {
    expect((await read(put("other.csv", "Name,Value\na,b\n"))).form).toBe("file");
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readPieces } from "../testkit/read-pieces";
import { zipOf } from "../testkit/zip-of";
import { openSource } from "./open-source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-confluence-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(at: string) {
  const { form, channel, source } = await openSource(at);
  const { texts, unreadable } = await readPieces(source);
  const all = texts.map(({ text }) => text).join("");
  return { form, channel, unreadable, all, locate: (part: string) => texts.find(({ text }) => text.includes(part))?.locate(part) };
}
function put(files: Record<string, string | Uint8Array>, name: string): string {
  const at = path.join(folder, name);
  if (name.endsWith(".zip")) writeFileSync(at, zipOf(files));
  else
    for (const [inner, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(at, inner)), { recursive: true });
      writeFileSync(path.join(at, inner), content);
    }
  return at;
}

const ref = (name: string, kind: string, id: string, key = "id") =>
  `<property name="${name}" class="${kind}" package="com.atlassian.confluence"><id name="${key}">${id}</id>\n</property>`;
const text = (name: string, value: string) => `<property name="${name}"><![CDATA[${value}]]></property>`;
const object = (kind: string, id: string, inner: string, key = "id") =>
  `<object class="${kind}" package="com.atlassian.confluence.pages">\n<id name="${key}">${id}</id>\n${inner}</object>\n`;
const elements = (name: string, kind: string, id: string) =>
  `<collection name="${name}" class="java.util.Collection"><element class="${kind}" package="x"><id name="id">${id}</id>\n</element>\n</collection>`;
const dates = '<property name="creationDate">2026-03-01 09:00:00.000</property><property name="lastModificationDate">2026-03-02 10:00:00.571</property>';

/** As Confluence writes it: bodies before and after their pages, the end of a CDATA within another with a space. */
const body = `<?xml version="1.0" encoding="UTF-8"?>
<hibernate-generic datetime="2026-05-01 10:00:00">
${object("BodyContent", "501", `${text("body", '<p>the key is&nbsp;<strong>in-bold</strong> &amp; <a href="https://example.test/?token=in-a-link">here</a></p><ac:structured-macro ac:name="code"><ac:parameter ac:name="secret">in-a-parameter</ac:parameter><ac:plain-text-body><![CDATA[<password>in-code</password>]] ></ac:plain-text-body></ac:structured-macro>')}${ref("content", "Page", "100")}<property name="bodyType">2</property>`)}
${object("Space", "1", `${text("name", "Operations")}${text("key", "OPS")}`)}
${object("ConfluenceUserImpl", "5adea181", `${text("name", "ada")}${text("lowerName", "ada")}`, "key")}
${object("InternalUser", "5", `${text("lowerName", "ada")}${text("displayName", "Ada Wolfe")}${text("emailAddress", "ada@example.test")}`)}
${object("Page", "100", `${text("title", "Deploy runbook")}${ref("space", "Space", "1")}${ref("creator", "ConfluenceUserImpl", "other", "key")}${ref("lastModifier", "ConfluenceUserImpl", "5adea181", "key")}${dates}<property name="version">7</property>${elements("bodyContents", "BodyContent", "501")}${elements("children", "Page", "101")}`)}
${object("Page", "99", `${text("title", "Deploy runbook")}${ref("originalVersion", "Page", "100")}<property name="version">3</property>${elements("bodyContents", "BodyContent", "502")}`)}
${object("BodyContent", "502", text("body", "<p>removed-since \u0007</p>"))}
${object("Comment", "200", `${ref("containerContent", "Page", "100")}<property name="creatorName">bruno</property>${dates}`)}
${object("BodyContent", "503", `${text("body", "a comment's words")}${ref("content", "Comment", "200")}`)}
${object("Attachment", "300", `${text("title", "access.env")}${ref("containerContent", "Page", "100")}<property name="version">1</property>`)}
${object("PageTemplate", "400", `${text("name", "Runbook")}${text("content", "<p>in-a-template</p>")}${ref("space", "Space", "1")}`)}
${object("BandanaObject", "9", `${text("key", "atlassian.confluence.settings")}${text("value", "<settings><baseUrl>https://wiki.example.test/wiki</baseUrl></settings>")}`)}
`;
const files = {
  "entities.xml": `${body}</hibernate-generic>`,
  "exportDescriptor.properties": "exportType=space\nspaceKey=OPS\n",
  "attachments/100/300/1": "API=in-an-attachment",
};

describe.each(["export.zip", "export"])("an XML export as %s", (name) => {
  test("each text with its page, who changed it last, when, and its address; older versions, comments and attachments too", async () => {
    const { form, channel, locate, unreadable } = await read(put(files, name));
    expect([form, channel, unreadable]).toEqual(["confluence", "wiki", []]);
    expect(locate("in-bold & ")).toEqual({
      path: "OPS/Deploy runbook",
      line: null,
      reference: "100",
      author: "Ada Wolfe <ada@example.test>",
      at: "2026-03-02T10:00:00.571Z",
      url: "https://wiki.example.test/wiki/pages/viewpage.action?pageId=100",
    });
    for (const part of ["?token=in-a-link", "secret=in-a-parameter", "<password>in-code</password>"]) expect(locate(part)).toMatchObject({ reference: "100" });
    expect(locate("removed-since")).toMatchObject({ path: "OPS/Deploy runbook (version 3)", reference: "99", at: null });
    expect(locate("in-a-template")).toMatchObject({ path: "OPS/Runbook template", url: null });
    expect(locate("a comment's words")).toMatchObject({
      path: "OPS/Deploy runbook comment",
      author: "bruno",
      url: "https://wiki.example.test/wiki/pages/viewpage.action?pageId=100&focusedCommentId=200",
    });
    expect(locate("in-an-attachment")).toMatchObject({ path: "OPS/Deploy runbook attachment access.env", line: 1, reference: "300" });
  });
});

test("XML that is cut off, or broken: what came before is read, and it is told", async () => {
  const cut = await read(put({ ...files, "entities.xml": body }, "cut.zip"));
  expect(cut.locate("a comment's words")).toMatchObject({ reference: "200" });
  expect(cut.unreadable).toMatchObject([{ path: "entities.xml", reason: "malformed" }]);
  const broken = await read(
    put({ ...files, "entities.xml": `${body}<object></wrong>${object("BodyContent", "600", text("body", "never-reached"))}` }, "broken.zip"),
  );
  expect(broken.locate("in-bold")).toMatchObject({ path: "OPS/Deploy runbook" });
  expect(broken.unreadable).toMatchObject([{ path: "entities.xml", reason: "malformed" }]);
});

test("what hangs on itself ends, and a body of nobody is read under its own id", async () => {
  const odd =
    object("Comment", "1", ref("containerContent", "Comment", "1")) +
    object("BodyContent", "2", `${text("body", "said-of-itself")}${ref("content", "Comment", "1")}`);
  const lost = object("BodyContent", "3", text("body", "of-nobody"));
  const { locate } = await read(put({ ...files, "entities.xml": `<hibernate-generic>${odd}${lost}</hibernate-generic>` }, "odd.zip"));
  expect(locate("said-of-itself")?.path).toContain("comment");
  expect(locate("of-nobody")).toMatchObject({ path: "a page", reference: "3" });
});

test("an HTML export: pages by title, author and day; its attachments as files", async () => {
  const page = `<!DOCTYPE html><html><head><title>Ops : Access</title></head><body><h1 id="title-heading" class="pagetitle"><span id="title-text">
    Ops : Access &amp; keys </span></h1><div id="content" class="view"><div class="page-metadata">Created by <span class='author'> Bruno</span>, last modified by
    <span class='editor'> Ada Wolfe</span> on Feb 23, 2026</div><div id="main-content" class="wiki-content group"><p>pass<b>word</b>: in-html</p></div></div></body></html>`;
  const { form, channel, locate } = await read(
    put(
      { "OPS/index.html": "<ul></ul>", "OPS/styles/site.css": "a{}", "OPS/Access_31429504.html": page, "OPS/attachments/31429504/9.txt": "in-a-file" },
      "html.zip",
    ),
  );
  expect([form, channel]).toEqual(["confluence", "wiki"]);
  expect(locate("password: in-html")).toEqual({
    path: "Ops : Access & keys",
    line: null,
    reference: "31429504",
    author: "Ada Wolfe",
    at: "2026-02-23T00:00:00.000Z",
    url: null,
  });
  expect(locate("in-a-file")).toMatchObject({ path: "OPS/attachments/31429504/9.txt" });
});

test("a site that only looks a little like one stays a file", async () => {
  expect((await read(put({ "index.html": "<p>x</p>", "styles/site.css": "a{}" }, "site.zip"))).form).toBe("file");
});

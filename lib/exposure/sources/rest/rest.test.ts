import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { described } from "../../../connectors/github/testkit/described";
import { collaboratorRow, repositoryRow } from "../../../connectors/github/testkit/rows";
import { createVendorHttp } from "../../../connectors/http";
import { keptLog } from "../../../connectors/testkit/open";
import { readPieces } from "../../testkit/read-pieces";
import { SourceFault } from "../piece";
import { parseRestSource } from "./parse-source";
import { restRow, restSource } from "./rest-source";

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown };
let stop: (() => void) | null = null;
afterEach(() => stop?.());

/** A system that answers as told, over HTTP; what was asked is kept. */
async function system(answer: (url: URL, headers: Record<string, string | string[] | undefined>, origin: string) => Answer) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = new URL(request.url ?? "/", origin);
    asked.push(`${url.pathname}${url.search}`);
    const { status = 200, headers = {}, body } = answer(url, request.headers, origin);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body === undefined ? "" : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
const example = (name: string) => parseRestSource(readFileSync(path.join(import.meta.dirname, "examples", name), "utf8"), name);
async function read(declaration: ReturnType<typeof example>, origin: string, secret = "made-for-this-test", since: Date | null = null) {
  const { log, lines } = keptLog();
  const http = createVendorHttp({ origin, ca: null, allowPrivate: true, log, limits: { backOffMilliseconds: 1 } });
  const [username, password] = secret.includes(":") ? (secret.split(":") as [string, string]) : [undefined, secret];
  const source = restSource(
    declaration,
    { id: origin, origin, credential: { username, secret: password }, http },
    { channel: declaration.channel, prose: true },
    { since: () => since },
  );
  const { texts, unreadable } = await readPieces(source);
  expect(lines.join("")).not.toContain(password);
  return { unreadable, all: texts.map(({ text }) => text).join("\n"), locate: (part: string) => texts.find(({ text }) => text.includes(part))?.locate(part) };
}

test("GitHub, as its own description of its API has it: issues, pull requests and comments of each repository, all pages", async () => {
  const user = (login: string) => ({ login, id: 1, html_url: "https://github.com/x", url: "https://api.github.com/users/x" });
  const dates = { created_at: "2026-03-02T10:00:00Z", updated_at: "2026-03-03T10:00:00Z" };
  const issue = (n: number, body: string | null) => ({
    ...dates,
    ...{ id: 1000 + n, number: n, state: "open", title: `title ${n}`, body, user: user("ada") },
    ...{ url: "https://api.github.com/x", html_url: `https://github.com/acme/shop/issues/${n}` },
  });
  const comment = (id: number, body: string) => ({
    ...dates,
    ...{ id, body, user: user("bruno"), url: "https://api.github.com/x", html_url: `https://github.com/acme/shop/issues/1#issuecomment-${id}` },
  });
  const rows: Record<string, unknown[]> = {
    "GET /orgs/{org}/repos": [repositoryRow(1, "acme/shop"), repositoryRow(2, "acme/gone")],
    "GET /repos/{owner}/{repo}/issues": Array.from({ length: 150 }, (_, n) => issue(n + 1, n === 140 ? "late-in-the-list" : null)),
    "GET /repos/{owner}/{repo}/issues/comments": [comment(7, "said-in-a-comment")],
    "GET /repos/{owner}/{repo}/pulls/comments": [],
    "GET /repos/{owner}/{repo}/pulls": [{ ...issue(9, null), updated_at: "2026-03-03T10:00:00Z" }],
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews": [
      {
        id: 31,
        state: "COMMENTED",
        body: "said-in-a-review",
        user: user("bruno"),
        submitted_at: dates.created_at,
        html_url: "https://github.com/acme/shop/pull/9#pullrequestreview-31",
      },
    ],
  };
  const faults: unknown[] = [];
  let limited = false;
  const { origin, asked } = await system((url, { authorization }, here): Answer => {
    if (authorization !== "Bearer made-for-this-test") return { status: 401, body: { message: "Bad credentials" } };
    try {
      const request = described("GET", url, undefined);
      if (request.named.repo === "gone") return { status: 404, body: { message: "Not Found" } };
      if (request.operation.endsWith("/pulls/comments") && !limited) {
        limited = true;
        return { status: 403, headers: { "retry-after": "0" }, body: { message: "You have exceeded a secondary rate limit" } };
      }
      const [size, page] = [Number(url.searchParams.get("per_page")), Number(url.searchParams.get("page") ?? 1)];
      const body = (rows[request.operation] as unknown[]).slice((page - 1) * size, page * size);
      request.answer(200)?.parse(body);
      const next = new URL(url.pathname + url.search, here);
      next.searchParams.set("page", String(page + 1));
      return { body, headers: page * size < (rows[request.operation]?.length ?? 0) ? { link: `<${next.href}>; rel="next"` } : {} };
    } catch (error) {
      faults.push(error);
      return { status: 418 };
    }
  });
  const { locate, all, unreadable } = await read(example("github.yaml"), origin);
  expect(faults).toEqual([]);
  expect(locate("late-in-the-list")).toEqual({
    path: "https://github.com/acme/shop/issues/141 body",
    line: null,
    reference: "141",
    author: "ada",
    at: "2026-03-02T10:00:00.000Z",
    url: "https://github.com/acme/shop/issues/141",
    again: "GET /repos/acme/shop/issues/141",
    audience: "GET /repos/acme/shop/collaborators?affiliation=all",
  });
  expect(locate("said-in-a-review")).toEqual({
    ...{ path: "https://github.com/acme/shop/issues/9 review", line: null, reference: "31", author: "bruno", at: "2026-03-02T10:00:00.000Z" },
    ...{ url: "https://github.com/acme/shop/pull/9#pullrequestreview-31", again: "GET /repos/acme/shop/pulls/9/reviews/31" },
    audience: "GET /repos/acme/shop/collaborators?affiliation=all",
  });
  expect(locate("said-in-a-comment")).toMatchObject({ path: "acme/shop comment", reference: "7", author: "bruno" });
  expect(all.match(/title \d+/g)).toHaveLength(150);
  // what a repository hides is told; what asked to be left alone was asked again
  expect(unreadable.map(({ path: at, reason }) => `${at}: ${reason}`)).toEqual([
    "acme/gone issue: vanished",
    "acme/gone comment: vanished",
    "acme/gone review comment: vanished",
    "acme/gone pull request: vanished",
  ]);
  expect(asked.filter((line) => line.startsWith("/repos/acme/shop/pulls/comments"))).toHaveLength(2);
});

test("GitLab: issues with their notes", async () => {
  const { origin } = await system((url, headers) => {
    if (headers["private-token"] !== "made-for-this-test") return { status: 401 };
    const author = { username: "ada", name: "Ada Wolfe" };
    if (url.pathname === "/api/v4/issues")
      return {
        body: [
          {
            id: 91,
            iid: 3,
            project_id: 42,
            references: { full: "acme/shop#3" },
            title: "Deploy",
            description: "in-the-description",
            author,
            created_at: "2026-03-02T10:00:00.000+01:00",
            web_url: "https://gitlab.example.test/acme/shop/-/issues/3",
          },
        ],
      };
    if (url.pathname === "/api/v4/projects/42/issues/3/notes")
      return { body: [{ id: 5, body: "in-a-note", author: { username: "bruno" }, created_at: "2026-03-02T11:00:00Z" }] };
    return url.pathname === "/api/v4/projects" ? { body: [] } : { status: 404 };
  });
  const { locate, unreadable } = await read(example("gitlab.yaml"), origin);
  expect(unreadable).toEqual([]);
  expect(locate("in-the-description")).toEqual({
    ...{ path: "acme/shop#3 description", line: null, reference: "91", author: "ada" },
    ...{ at: "2026-03-02T09:00:00.000Z", url: "https://gitlab.example.test/acme/shop/-/issues/3" },
  });
  expect(locate("in-a-note")).toMatchObject({
    path: "acme/shop#3 note",
    reference: "5",
    author: "bruno",
    url: "https://gitlab.example.test/acme/shop/-/issues/3#note_5",
  });
});

test("Jira Cloud: a search by its tokens of pages, comments by offset", async () => {
  const comments = Array.from({ length: 120 }, (_, n) => ({
    id: String(n),
    body: n === 110 ? "late-comment" : "x",
    author: { displayName: "Bruno" },
    created: "2026-03-02T10:00:00.000+0000",
  }));
  const { origin } = await system((url, { authorization }) => {
    if (authorization !== `Basic ${Buffer.from("ada@example.test:made-for-this-test").toString("base64")}`) return { status: 401 };
    if (url.searchParams.get("fields") === "attachment") return { body: { issues: [] } };
    if (url.pathname === "/rest/api/2/search/jql") {
      const second = url.searchParams.get("nextPageToken") === "t2";
      const key = second ? "OPS-2" : "OPS-1";
      const fields = {
        summary: `about ${key}`,
        description: second ? "in-the-second" : null,
        reporter: { displayName: "Ada" },
        created: "2026-03-02T10:00:00.000+0100",
      };
      return { body: { issues: [{ id: key, key, fields }], ...(second ? { isLast: true } : { nextPageToken: "t2", isLast: false }) } };
    }
    const from = Number(url.searchParams.get("startAt"));
    const size = Number(url.searchParams.get("maxResults"));
    const all = url.pathname.includes("OPS-2") ? comments : [];
    return { body: { startAt: from, maxResults: size, total: all.length, comments: all.slice(from, from + size) } };
  });
  const { locate, unreadable } = await read(example("jira-cloud.yaml"), origin, "ada@example.test:made-for-this-test");
  expect(unreadable).toEqual([]);
  expect(locate("in-the-second")).toEqual({
    path: "OPS-2 description",
    line: null,
    reference: "OPS-2",
    author: "Ada",
    at: "2026-03-02T09:00:00.000Z",
    url: `${origin}/browse/OPS-2`,
    again: "GET /issue/OPS-2?fields=summary,description,environment",
  });
  expect(locate("late-comment")).toMatchObject({
    path: "OPS-2 comment",
    reference: "110",
    author: "Bruno",
    url: `${origin}/browse/OPS-2?focusedCommentId=110`,
  });
});

test("Confluence Cloud: pages, posts and comments, their bodies without tags", async () => {
  const row = (id: string, title: string, value: string) => ({
    id,
    title,
    authorId: "u1",
    version: { createdAt: "2026-03-02T10:00:00Z", authorId: "u2" },
    body: { storage: { value } },
    _links: { webui: `/spaces/OPS/pages/${id}` },
  });
  const { origin } = await system((url) => {
    if (url.pathname.endsWith("/pages"))
      return url.searchParams.has("cursor")
        ? { body: { results: [row("2", "Second", "<p>k=<b>in-the-second</b></p>")], _links: {} } }
        : { body: { results: [row("1", "First", "first")], _links: { next: "/wiki/api/v2/pages?limit=100&cursor=c2" } } };
    return { body: { results: url.pathname.endsWith("/footer-comments") ? [row("9", "Re: First", "in-a-comment")] : [], _links: {} } };
  });
  const { locate } = await read(example("confluence-cloud.yaml"), origin, "ada@example.test:made-for-this-test");
  expect(locate("k=in-the-second")).toEqual({
    path: "Second page",
    line: null,
    reference: "2",
    author: "u2",
    at: "2026-03-02T10:00:00.000Z",
    url: `${origin}/wiki/spaces/OPS/pages/2`,
    again: "GET /wiki/api/v2/pages/2?body-format=storage",
  });
  expect(locate("in-a-comment")).toMatchObject({ path: "Re: First comment" });
});

describe("what changed since", () => {
  const since = new Date("2026-03-02T10:00:00Z");

  test("GitHub is asked for issues and comments as it describes that, and of pull requests, newest first, until one did not change", async () => {
    const user = { login: "ada", id: 1, html_url: "https://github.com/x", url: "https://api.github.com/users/x" };
    const pull = (n: number, updated: string) => ({
      ...{ id: n, number: n, state: "open", title: "t", body: "", user, url: "https://api.github.com/x", html_url: `https://github.com/acme/shop/pull/${n}` },
      ...{ created_at: "2026-01-01T00:00:00Z", updated_at: updated },
    });
    const rows: Record<string, unknown[]> = {
      "GET /orgs/{org}/repos": [repositoryRow(1, "acme/shop")],
      "GET /repos/{owner}/{repo}/pulls": [pull(3, "2026-03-02T12:00:00Z"), pull(2, "2026-03-02T09:55:00Z"), pull(1, "2026-02-01T00:00:00Z")],
    };
    const { origin, asked } = await system((url): Answer => {
      const request = described("GET", url, undefined);
      const body = rows[request.operation] ?? [];
      request.answer(200)?.parse(body);
      return { body, headers: request.operation.endsWith("/pulls") ? { link: `<${url.origin}${url.pathname}?page=2>; rel="next"` } : {} };
    });
    await read(example("github.yaml"), origin, undefined, since);
    const lists = asked.slice(1).map((line) => new URL(line, origin));
    expect(lists.map(({ pathname, searchParams }) => `${pathname} ${searchParams.get("since")}`)).toEqual([
      "/repos/acme/shop/issues 2026-03-02T09:50:00Z",
      "/repos/acme/shop/issues/comments 2026-03-02T09:50:00Z",
      "/repos/acme/shop/pulls/comments 2026-03-02T09:50:00Z",
      "/repos/acme/shop/pulls null",
      // the second changed within the ten minutes that are asked for twice; neither the third nor a second page is read
      "/repos/acme/shop/pulls/3/reviews null",
      "/repos/acme/shop/pulls/2/reviews null",
    ]);
  });

  test("GitLab by the moment, Jira by the day before, Confluence newest first", async () => {
    const { origin, asked } = await system((url) => {
      if (url.pathname.startsWith("/wiki"))
        return {
          body: {
            results: [
              { id: "2", title: "New", version: { createdAt: "2026-03-02T11:00:00Z" }, body: { storage: { value: "new-text" } } },
              { id: "1", title: "Old", version: { createdAt: "2026-01-01T00:00:00Z" }, body: { storage: { value: "old-text" } } },
            ],
            _links: { next: `${url.pathname}?cursor=further` },
          },
        };
      return { body: url.pathname.includes("/search/") ? { issues: [] } : [] };
    });
    await read(example("gitlab.yaml"), origin, undefined, since);
    await read(example("jira-cloud.yaml"), origin, "ada:made-for-this-test", since);
    const { all } = await read(example("confluence-cloud.yaml"), origin, "ada:made-for-this-test", since);
    expect(new URL(asked[0] ?? "", origin).searchParams.get("updated_after")).toBe("2026-03-02T09:50:00Z");
    expect(asked.slice(3, 5).map((line) => new URL(line, origin).searchParams.get("jql"))).toEqual([
      'updated >= "2026-03-01" order by created ASC',
      'updated >= "2026-03-01" AND attachments is not EMPTY order by created DESC',
    ]);
    expect(asked.slice(5).map((line) => new URL(line, origin).searchParams.get("sort"))).toEqual(Array(5).fill("-modified-date"));
    expect(all).toContain("new-text");
    expect(all).not.toContain("old-text");
  });

  test("a file that does not say since when it asks is refused", () => {
    const text = readFileSync(path.join(import.meta.dirname, "examples", "gitlab.yaml"), "utf8");
    expect(() => parseRestSource(text.replace("&updated_after={{since}}", ""), "a.yaml")).toThrow("must hold {{since}} in its request");
    expect(() => parseRestSource(text.replace("GET /issues?scope=all&order_by=created_at&sort=asc\n", "GET /issues?after={{since}}\n"), "a.yaml")).toThrow(
      "no other {{…}}",
    );
    expect(() => parseRestSource(text.replace("#note_{{row}}", "//elsewhere.example.test/{{row}}"), "a.yaml")).toThrow(/url/);
  });
});

describe("who could read it", () => {
  const rows: Record<string, unknown[]> = {
    "GET /orgs/{org}/repos": [
      repositoryRow(1, "acme/shop"),
      { ...repositoryRow(2, "acme/site"), private: false },
      repositoryRow(3, "acme/vault"),
      repositoryRow(4, "acme/quiet"),
    ],
    "GET /repos/{owner}/{repo}/collaborators": Array.from({ length: 130 }, (_, n) => collaboratorRow(`Reader-${n}`, n)),
  };
  const collaborators = (repository: string) => `GET /repos/acme/${repository}/collaborators?affiliation=all`;

  /** GitHub as it describes itself, of which nothing but an audience is wanted; `vault` is refused in the way that GitHub refuses. */
  async function github(refused: Answer = { status: 403, body: { message: "Must have push access to view repository collaborators." } }) {
    return system((url, _headers, here): Answer => {
      const request = described("GET", url, undefined);
      if (request.operation.endsWith("/collaborators") && request.named.repo === "vault") return refused;
      const all = rows[request.operation] ?? [];
      const [size, page] = [Number(url.searchParams.get("per_page")), Number(url.searchParams.get("page") ?? 1)];
      const body = all.slice((page - 1) * size, page * size);
      request.answer(200)?.parse(body);
      const next = new URL(url.pathname + url.search, here);
      next.searchParams.set("page", String(page + 1));
      return { body, headers: page * size < all.length ? { link: `<${next.href}>; rel="next"` } : {} };
    });
  }
  const audiencesOf = async (declaration: ReturnType<typeof example>, origin: string, wants?: (audience: string) => boolean) =>
    (
      await readPieces(
        restSource(declaration, connectionTo(origin), { channel: "ticket", prose: true }, { since: () => null, ...(wants === undefined ? {} : { wants }) }),
      )
    ).audiences;

  test("GitHub, as its own description has it: all pages of a repository's collaborators, nobody of a public one, and only where a secret stands", async () => {
    const { origin, asked } = await github();
    const audiences = await audiencesOf(example("github.yaml"), origin, (audience) => audience !== collaborators("quiet"));
    expect(audiences.map(({ path: at, members, ...more }) => ({ at, members: members.length, ...more }))).toEqual([
      { at: collaborators("shop"), members: 130, open: false, unnamed: 0 },
      { at: collaborators("site"), members: 0, open: false, unnamed: 0, public: true },
    ]);
    expect(audiences[0]?.members[129]).toEqual({ name: "reader-129", basis: "member" });
    const people = asked.filter((line) => line.includes("/collaborators")).map((line) => new URL(line, origin));
    expect(people.map(({ pathname, searchParams }) => `${pathname.split("/")[3]} ${searchParams.get("affiliation")} ${searchParams.get("page")}`)).toEqual([
      "shop all null",
      "shop all 2",
      "vault all null",
    ]);
  });

  test("where nobody wants to know it, nobody is asked for", async () => {
    const { origin, asked } = await github();
    expect(await audiencesOf(example("github.yaml"), origin)).toEqual([]);
    expect(asked.filter((line) => line.includes("/collaborators"))).toEqual([]);
  });

  test("what the system does not tell is unknown, and why is told; the rest is read; what is no list, and who is named by nothing, too", async () => {
    for (const [refused, reason] of [
      [{ status: 403, body: {} }, "not_allowed"],
      [{ status: 404, body: {} }, "vanished"],
      [{ body: { not: "a list" } }, "faulty"],
      [{ status: 500, body: {} }, "faulty"],
    ] as const) {
      const { origin } = await github(refused);
      const { audiences, refusals } = await readPieces(
        restSource(example("github.yaml"), connectionTo(origin), { channel: "ticket", prose: true }, { since: () => null, wants: () => true }),
      );
      expect(audiences.map(({ path: at }) => at)).toEqual(["shop", "site", "quiet"].map((name) => collaborators(name)));
      expect(refusals).toEqual([{ path: collaborators("vault"), reason, detail: expect.stringMatching(/^(GitHub|GET )/) }]);
      stop?.();
    }
    const { origin } = await github({ body: [{ ...collaboratorRow("ada", 1) }, { ...collaboratorRow("x", 2), login: null }] });
    const [, , vault] = await audiencesOf(example("github.yaml"), origin, () => true);
    expect(vault).toMatchObject({ members: [{ name: "ada" }], unnamed: 1 });
  });

  const boards = parseRestSource(
    `
format: countersign/source/1
system: Tracker
channel: ticket
authentication: { kind: bearer }
lists:
  - what: card
    request: GET /cards
    rows: $
    paging: { kind: none }
    id: id
    texts: [body]
    values: { project: board }
    audience:
      request: GET /boards/{{project}}/people
      rows: people
      paging: { kind: none }
      member: email
      public: { request: "GET /boards/{{project}}", body: { open: true } }
`,
    "boards",
  );

  test("rows that share an audience have it asked for once; whether it is public may take a request of its own; addresses are names too", async () => {
    const { origin, asked } = await system((url) => {
      if (url.pathname === "/cards") return { body: ["1", "1", "2", "../admin"].map((board, n) => ({ id: n, body: `text ${n}`, board })) };
      if (url.pathname === "/boards/2") return { body: { open: true } };
      return { body: url.pathname.endsWith("/people") ? { people: [{ email: "Ada@example.test " }] } : { open: false } };
    });
    const { texts, audiences } = await readPieces(
      restSource(boards, connectionTo(origin), { channel: "ticket", prose: true }, { since: () => null, wants: () => true }),
    );
    expect(audiences).toEqual([
      { path: "GET /boards/1/people", open: false, members: [{ name: "ada@example.test", basis: "member" }], unnamed: 0 },
      { path: "GET /boards/2/people", open: false, public: true, members: [], unnamed: 0 },
    ]);
    expect(asked).toEqual(["/cards", "/boards/1", "/boards/1/people", "/boards/2"]);
    const located = (n: number) => texts.find(({ text }) => text.includes(`text ${n}`))?.locate(`text ${n}`);
    expect([located(0)?.audience, located(2)?.audience, located(3)?.audience]).toEqual(["GET /boards/1/people", "GET /boards/2/people", undefined]);
  });

  test("a system that fails at several in a row is asked for no more of them, and its texts are read all the same", async () => {
    const { origin, asked } = await system((url) =>
      url.pathname === "/cards" ? { body: [1, 2, 3, 4, 5].map((n) => ({ id: n, body: `text ${n}`, board: String(n) })) } : { status: 500, body: {} },
    );
    const { texts, audiences, unreadable } = await readPieces(
      restSource(boards, connectionTo(origin), { channel: "ticket", prose: true }, { since: () => null, wants: () => true }),
    );
    expect({ audiences, unreadable }).toEqual({ audiences: [], unreadable: [] });
    expect(texts.map(({ text }) => text).join("\n")).toContain("text 5");
    expect(asked).toEqual(["/cards", "/boards/1", "/boards/2", "/boards/3"]);
  });

  test("the system's wish for a pause holds for these requests too; a credential that is not accepted ends it", async () => {
    let limited = 0;
    const busy = await system((url) => {
      if (url.pathname === "/cards") return { body: [{ id: 1, body: "text", board: "1" }] };
      if (url.pathname.endsWith("/people")) return { body: { people: [] } };
      return limited++ === 0 ? { status: 429, headers: { "retry-after": "0" }, body: {} } : { body: { open: false } };
    });
    expect(await audiencesOf(boards, busy.origin, () => true)).toHaveLength(1);
    expect(busy.asked).toEqual(["/cards", "/boards/1", "/boards/1", "/boards/1/people"]);
    stop?.();
    const closed = await system((url) => (url.pathname === "/cards" ? { body: [{ id: 1, body: "text", board: "1" }] } : { status: 401, body: {} }));
    await expect(audiencesOf(boards, closed.origin, () => true)).rejects.toThrow("the credential was not accepted (401)");
  });

  test("a file that asks for people by what no row gives, or calls everything public, is refused", () => {
    const text = readFileSync(path.join(import.meta.dirname, "examples", "github.yaml"), "utf8");
    expect(() => parseRestSource(text.replace("values: { owner: owner.login, project: name }", "values: { owner: owner.login }"), "a.yaml")).toThrow(
      "lists.0.audience.request: `request` uses {{project}}, which no `values` above it gives",
    );
    expect(() => parseRestSource(text.replace("public: { body: { private: false } }", "public: {}"), "a.yaml")).toThrow("names nothing that says so");
    expect(() => parseRestSource(text.replace("GET /repos/{{owner}}/{{project}}/collaborators", "POST /collaborators"), "a.yaml")).toThrow(/audience\.request/);
  });
});

describe("walls", () => {
  test("a next page on another host takes no credential there; what came before is kept", async () => {
    const { origin, asked } = await system(() => ({
      body: [{ id: 1, full_name: "acme/shop" }],
      headers: { link: '<https://elsewhere.example.test/x>; rel="next"' },
    }));
    await expect(read(example("github.yaml"), origin)).rejects.toThrow("leads away");
    expect(asked).toHaveLength(1);
  });

  test("a name that would lead to another path is not sent", async () => {
    const { origin, asked } = await system((url) =>
      url.pathname === "/orgs/acme/repos" ? { body: [{ id: 1, full_name: "acme/shop", owner: { login: "../../admin" }, name: "shop" }] } : { status: 500 },
    );
    const { unreadable } = await read(example("github.yaml"), origin);
    expect(unreadable).toHaveLength(4);
    expect(unreadable[0]).toMatchObject({ path: "acme/shop issue", reason: "malformed" });
    expect(asked).toHaveLength(1);
  });

  test("a credential that is not accepted ends it with what to do", async () => {
    const { origin } = await system(() => ({ status: 401, body: { message: "Bad credentials" } }));
    await expect(read(example("github.yaml"), origin)).rejects.toThrow(SourceFault);
    await expect(read(example("github.yaml"), origin)).rejects.toThrow("the credential was not accepted (401)");
  });

  test("a file that says something else is refused by its lines", () => {
    const text = readFileSync(path.join(import.meta.dirname, "examples", "gitlab.yaml"), "utf8");
    expect(() => parseRestSource(text.replace("values: { project: project_id, id: iid }", "values: { id: iid }"), "a.yaml")).toThrow(
      "uses {{project}}, which no `values` above it gives",
    );
    expect(() => parseRestSource(text.replace("GET /issues", "POST /issues"), "a.yaml")).toThrow(/Line \d+, lists\.0\.request/);
    expect(() => parseRestSource(text.replace("GET /issues?", "GET //elsewhere/issues?"), "a.yaml")).toThrow("must not begin with //");
    expect(() => parseRestSource("a: *b", "a.yaml")).toThrow("alias");
  });
});

const nested = () =>
  parseRestSource(
    `
format: countersign/source/1
system: Tracker
channel: ticket
authentication: { kind: bearer }
lists:
  - what: issue
    request: GET /issues
    changed: { request: "GET /issues?since={{since}}" }
    rows: $
    paging: { kind: none }
    id: id
    values: { id: id }
    each:
      - what: comment
        request: GET /issues/{{id}}/comments
        one: GET /issues/{{id}}/comments/{{row}}
        rows: $
        paging: { kind: none }
        id: id
        texts: [body]
        url: { path: page, under: / }
`,
    "nested",
  );
const connectionTo = (origin: string) => ({
  id: origin,
  origin,
  credential: { secret: "made-for-this-test" },
  http: createVendorHttp({ origin, ca: null, allowPrivate: true, log: keptLog().log, limits: { retries: 0, backOffMilliseconds: 1 } }),
});

test("a list counts as read to its end once the lists of all its rows gave an answer, were it that they are gone", async () => {
  let status = 500;
  const { origin } = await system((url) =>
    url.pathname === "/issues" ? { body: [{ id: "1" }, { id: "2" }] } : url.pathname.includes("/2/") ? { status, body: [] } : { body: [] },
  );
  const settled = async () => {
    const lists: string[] = [];
    for await (const one of restSource(nested(), connectionTo(origin), { channel: "ticket", prose: true })) if ("settled" in one) lists.push(one.settled.list);
    return lists;
  };
  expect(await settled()).toEqual([]);
  status = 404;
  expect(await settled()).toEqual(["GET /issues"]);
});

test("only the declared request is sent again, with values as they are written: nothing leads to another path", async () => {
  const { origin, asked } = await system(() => ({ body: { id: "7", body: "text", page: "c/7" } }));
  const again = async (request: string) => {
    const pieces = [];
    for await (const one of restRow(nested(), connectionTo(origin), { channel: "ticket", prose: true }, request)) pieces.push(one);
    return pieces.length;
  };
  for (const request of [
    "GET /issues/..\\..\\admin/comments/7",
    "GET /issues/%2e%2e/comments/7",
    "GET /issues/1/comments/..",
    "GET /issues/1/comments/%2Fadmin",
    "GET /issues/1/comments/7?all",
    "DELETE /issues/1/comments/7",
  ])
    expect(await again(request)).toBe(0);
  expect(asked).toEqual([]);
  expect(await again("GET /issues/1%202/comments/7")).toBe(1);
  expect(asked).toEqual(["/issues/1%202/comments/7"]);
});

test("an address holds nothing that can't be kept", async () => {
  const { origin } = await system((url) =>
    url.pathname === "/issues" ? { body: [{ id: "1" }] } : { body: [{ id: "7", body: "some text", page: "https://elsewhere.example/\u0000a\\b\ud800" }] },
  );
  const { locate } = await read(nested(), origin);
  expect(locate("some text")?.url).toBe("https://elsewhere.example/%00a/b%EF%BF%BD");
});

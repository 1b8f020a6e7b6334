import { expect, test } from "vitest";
import type { VendorHttp } from "../../../connectors/vendor-http";
import { readPieces } from "../../testkit/read-pieces";
import { parseRestSource } from "./parse-source";
import { restSource } from "./rest-source";
import { everything, type ListedRepository } from "./sight";

const description = (repository: string) => `
format: countersign/source/1
system: Forge
channel: code
authentication: { kind: bearer }
lists: [{ what: repository, request: GET /repos, rows: $, paging: { kind: none }, id: id, title: path, repository: ${repository} }]
`;
const told = [
  { id: 1, path: "acme/a", clone: "https://code.example.com/acme/a.git", mine: true },
  { id: 2, path: "acme/not-mine", clone: "https://code.example.com/acme/b.git", mine: false },
  { id: 3, path: "acme/away", clone: "https://code.example.com.evil.example/acme/c.git", mine: true },
  { id: 4, path: "acme/with-password", clone: "https://ada:hidden-part@code.example.com/acme/d.git", mine: true },
  { id: 5, path: "acme/none", mine: true },
];

async function read(repository: string, listening = true, most = Number.POSITIVE_INFINITY) {
  const http: VendorHttp = { request: async () => ({ status: 200, headers: {}, text: JSON.stringify(told) }) };
  const heard: (ListedRepository | null)[] = [];
  const hear = (one: ListedRepository | null) => (heard.push(one) > most ? "there are too many" : null);
  const connection = { id: "x", origin: "https://api.example.com", credential: { secret: "x" }, http };
  const sight = { ...everything, ...(listening ? { repository: hear } : {}) };
  const source = restSource(parseRestSource(description(repository), "forge.yaml"), connection, { channel: "code", prose: false }, sight);
  return { heard, unreadable: (await readPieces(source)).unreadable };
}

test("a row that is a repository is told with its address at the one origin for code; one that can't be used is told by its reason, and what is left out is not told", async () => {
  const { heard, unreadable } = await read("{ address: clone, origin: https://code.example.com, only: { body: { mine: true } } }");
  expect(heard).toEqual([{ address: "https://code.example.com/acme/a.git", name: "acme/a" }, null, null]);
  // none of the system's own texts is behind these
  expect(unreadable).toMatchObject([
    { path: "acme/away repository", reason: "not_fetched", detail: "it is not at https://code.example.com, to which the credential goes", below: null },
    { path: "acme/with-password repository", reason: "not_fetched", detail: "there is no https address at clone", below: null },
    { path: "acme/none repository", reason: "not_fetched", below: null },
  ]);
  expect(JSON.stringify(unreadable)).not.toContain("hidden-part");
});

test("what whoever fetches them does not take is told with why", async () => {
  const { unreadable } = await read("{ address: clone, origin: https://code.example.com, only: { body: { path: acme/a } } }", true, 0);
  expect(unreadable).toMatchObject([{ path: "acme/a repository", reason: "not_fetched", detail: "there are too many", below: null }]);
});

test("without an origin of its own code lies at the system's; nobody who fetches none is told of any", async () => {
  const away = "it is not at https://api.example.com, to which the credential goes";
  const none = "there is no https address at clone";
  expect((await read("{ address: clone }")).unreadable.map(({ detail }) => detail)).toEqual([away, away, away, none, none]);
  expect(await read("{ address: clone }", false)).toEqual({ heard: [], unreadable: [] });
});

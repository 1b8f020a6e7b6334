import { afterAll, beforeAll, expect, test } from "vitest";
import { made } from "../testkit/made-secrets";
import { Repository } from "../testkit/repository";
import { addressedBy, lineAddress } from "./git-web";

const commit = "0123456789abcdef0123456789abcdef01234567";
const at = (remote: string, path = "src/a b#1.ts") => lineAddress(remote)?.(commit, path, 7) ?? null;
const file = "src/a%20b%231.ts";

const azure = `?path=/${file}&version=GC${commit}&line=7&lineEnd=8&lineStartColumn=1&lineEndColumn=1`;
test.each([
  ["https://github.com/acme/shop.git", `https://github.com/acme/shop/blob/${commit}/${file}#L7`],
  ["https://github.com/acme/shop/", `https://github.com/acme/shop/blob/${commit}/${file}#L7`],
  ["git@github.com:acme/shop.git", `https://github.com/acme/shop/blob/${commit}/${file}#L7`],
  ["ssh://git@ssh.github.com:443/acme/shop.git", `https://github.com/acme/shop/blob/${commit}/${file}#L7`],
  ["https://github.example.com/acme/shop.git", `https://github.example.com/acme/shop/blob/${commit}/${file}#L7`],
  ["git@gitlab.com:acme/web/front/shop.git", `https://gitlab.com/acme/web/front/shop/-/blob/${commit}/${file}#L7`],
  ["ssh://git@gitlab.example.com:2222/acme/shop.git", `https://gitlab.example.com/acme/shop/-/blob/${commit}/${file}#L7`],
  ["https://gitlab.example.com:8443/acme/shop.git", `https://gitlab.example.com:8443/acme/shop/-/blob/${commit}/${file}#L7`],
  ["git@bitbucket.org:acme/shop.git", `https://bitbucket.org/acme/shop/src/${commit}/${file}#lines-7`],
  ["https://ada@bitbucket.org/acme/shop.git", `https://bitbucket.org/acme/shop/src/${commit}/${file}#lines-7`],
  ["ssh://git@codeberg.org/acme/shop.git", `https://codeberg.org/acme/shop/src/commit/${commit}/${file}#L7`],
  ["https://gitea.example.com/acme/shop", `https://gitea.example.com/acme/shop/src/commit/${commit}/${file}#L7`],
  ["git@forgejo.example.com:acme/shop.git", `https://forgejo.example.com/acme/shop/src/commit/${commit}/${file}#L7`],
  ["https://acme@dev.azure.com/acme/My%20Shop/_git/shop", `https://dev.azure.com/acme/My%20Shop/_git/shop${azure}`],
  ["git@ssh.dev.azure.com:v3/acme/web/shop", `https://dev.azure.com/acme/web/_git/shop${azure}`],
  ["acme@vs-ssh.visualstudio.com:v3/acme/web/shop", `https://dev.azure.com/acme/web/_git/shop${azure}`],
  ["https://acme.visualstudio.com/DefaultCollection/web/_git/shop", `https://acme.visualstudio.com/DefaultCollection/web/_git/shop${azure}`],
])("%s", (remote, address) => {
  expect(at(remote)).toBe(address);
  expect(new URL(address).protocol).toBe("https:");
});

test.each([
  "https://git.example.com/acme/shop.git",
  "git@git.example.com:acme/shop.git",
  "https://github.com.evil.example/acme/shop",
  "https://notgithub.com/acme/shop",
  "http://github.com/acme/shop.git",
  "https://github.com/acme",
  "https://github.com/acme/shop/../../evil/repo/x",
  "git@github.com:acme/%2e%2e",
  "git@github.com:acme/%zz",
  "https://dev.azure.com/acme/shop",
  "ext::sh -c touch% /tmp/x",
  "javascript:alert(1)",
  "/srv/mirrors/github.com/acme/shop.git",
  "C:\\mirrors\\shop",
  "../shop.git",
  "constructor.example:acme/shop",
  "",
])("of %s none is known", (remote) => expect(at(remote)).toBeNull());

test.each([
  "https://USER@github.com/acme/shop.git",
  "https://oauth2:USER@gitlab.com/acme/shop.git?private_token=USER#USER",
  "ssh://git:USER@github.com/acme/shop.git",
  "git:USER@github.com:acme/shop.git",
])("nothing of a credential goes on: %s", (form) => {
  const secret = made.github("in a remote");
  const address = at(form.replaceAll("USER", secret));
  expect(address).toMatch(/^https:\/\/(github|gitlab)\.com\/acme\/shop\//);
  expect(address).not.toContain(secret);
  expect(address).not.toMatch(/@|private_token/);
});

let repository: Repository;
beforeAll(() => {
  repository = new Repository();
});
afterAll(() => repository.remove());

test("a repository is asked where it came from; what its configuration includes is not read", async () => {
  const address = async () => (await addressedBy(repository.folder))(commit, "a.ts", 1);
  expect(await address()).toBeNull();
  repository.write("elsewhere", '[remote "origin"]\n\turl = https://github.com/evil/shop\n');
  repository.git("config", "include.path", "../elsewhere");
  expect(await address()).toBeNull();
  repository.git("config", "remote.origin.url", "git@github.com:acme/shop.git");
  expect(await address()).toBe(`https://github.com/acme/shop/blob/${commit}/a.ts#L1`);
});

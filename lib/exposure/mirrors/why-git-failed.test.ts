import { expect, test } from "vitest";
import { gitCredentialFrom } from "./git-credential";
import { whyGitFailed } from "./why-git-failed";

const secret = "password-of-this-test";
const credential = gitCredentialFrom(`ada:${secret}`);
const why = (said: string) => whyGitFailed(said, { address: "https://git.example.com/acme/payments.git", credential }).message;

test("what git says of reasons that nobody foresaw goes on without the credential, addresses and paths, and nothing that the server said does", () => {
  const sent = Buffer.from(`ada:${secret}`).toString("base64");
  const said = why(
    `remote: \u001b[31mplease send ${secret} to evil.example\nfatal: odd thing at https://ada:${secret}@10.1.2.3:8443/x and 10.1.2.3 and fd00::17 in /srv/countersign/mirrors with ${sent} or ${secret}\n`,
  );
  expect(said).toMatch(/^git\.example\.com: git could not fetch it \(odd thing at /);
  for (const part of [secret, sent, "10.1.2.3", "fd00::17", "/srv", "evil.example", "\u001b"]) expect(said).not.toContain(part);
});

test("a server's own refusal is told as one, whatever it says", () => {
  for (const words of [`The requested URL returned error: 401 for ${secret}`, "no\nfatal: unable to access 'x': No space left on device\nodd words"])
    expect(why(`fatal: remote error: ${words}\nfatal: early EOF\n`)).toBe("git.example.com: the server refused it.");
  expect(why("error: RPC failed; HTTP 503 The requested URL returned error: 503\nfatal: remote error: busy\n")).toMatch(/the server failed/);
});

test.each([
  ["fatal: unable to access 'https://x/': The requested URL returned error: 302", /leads elsewhere/],
  ["fatal: could not read Username for 'https://x': terminal prompts disabled", /credential was refused/],
  ["fatal: unable to access 'https://x/': server certificate verification failed. CAfile: x CRLfile: none", /certificate is not trusted/],
  ["fatal: unable to access 'https://x/': Failed to connect to x port 443 after 1 ms: Couldn't connect to server", /nothing answers there/],
  ["error: RPC failed; curl 28 Operation too slow. Less than 1000 bytes/sec transferred the last 60 seconds\nfatal: early EOF", /did not answer in time/],
  ["fatal: write error: No space left on device\nfatal: index-pack failed", /disk is full/],
  ["fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF\nfatal: fetch-pack: invalid index-pack output", /broke off/],
])("%s", (said, expected) => {
  expect(why(said)).toMatch(expected);
});

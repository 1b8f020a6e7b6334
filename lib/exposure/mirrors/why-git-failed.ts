import { SourceFault } from "../sources/piece";
import { type GitCredential, signInHeader } from "./git-credential";

/** An hour: what a server has is often over by then. */
const soonSeconds = 3_600;

interface Asked {
  address: string;
  credential: GitCredential | null;
}
interface Reason {
  /** of git's and curl's own words, in English */
  said: RegExp;
  why(asked: Asked): string;
  passes?: true;
}

const accessWords = ({ credential }: Asked) =>
  credential === null
    ? "it asks for a credential, and none was given. Name it again with --token-file"
    : "the credential was refused. Give another that reads the repository";

/** The first that fits; what a status says comes before what a broken answer looks like. */
const reasons: readonly Reason[] = [
  { said: /returned error: 3\d\d|redirect/i, why: () => "it leads elsewhere, which is not followed. Name the address that it leads to" },
  { said: /returned error: 401|Authentication failed|could not read (?:Username|Password)|terminal prompts disabled/i, why: accessWords },
  { said: /returned error: 403/i, why: () => "it answered 403: what it is asked with may not read the repository. Give a credential that reads its contents" },
  {
    said: /repository '.*' not found|returned error: 404|returned error: 410/i,
    why: ({ credential }) =>
      credential === null
        ? "there is no such repository, or it is not for everybody: then it needs a credential"
        : "there is no such repository, or the credential may not see it",
  },
  { said: /returned error: 429/i, why: () => "it asks to be left alone (429)", passes: true },
  { said: /returned error: 5\d\d/i, why: () => "the server failed", passes: true },
  { said: /certificate|SSL: no alternative/i, why: () => "its certificate is not trusted. Name it again with its certificate authority: --ca FILE" },
  { said: /No space left on device|disk quota/i, why: () => "this host's disk is full. Make room where Countersign keeps its data" },
  { said: /Could not resolve/i, why: () => "the name does not resolve. Is the address spelt right?", passes: true },
  { said: /Connection refused|Failed to connect|Couldn't connect|Network is unreachable|No route to host/i, why: () => "nothing answers there", passes: true },
  { said: /timed out|Operation too slow/i, why: () => "it did not answer in time", passes: true },
  {
    said: /early EOF|unexpected disconnect|hung up|RPC failed|transfer closed|index-pack failed|unpack-objects failed|recv failure/i,
    why: () => "the answer broke off",
    passes: true,
  },
  { said: /is this a git repository|protocol error|bad line length|invalid pkt|expected flush/i, why: () => "what answers there is no git repository" },
];

/** With these git ends its own words and hands on the server's, which may be any number of lines. */
const serversWords = /^(?:fatal: |error: )?remote error: /;

/** Why git failed at a remote, by its own words. Nothing of what the server said, of the credential or of addresses goes on. */
export function whyGitFailed(said: string, asked: Asked): SourceFault {
  const lines = said.split(/[\r\n]+/);
  const end = lines.findIndex((line) => serversWords.test(line));
  const own = lines
    .slice(0, end < 0 ? lines.length : end)
    .filter((line) => line !== "" && !/^(?:remote:|warning:|hint:)/.test(line))
    .join("\n");
  const found = reasons.find((reason) => reason.said.test(own));
  const { host } = new URL(asked.address);
  if (found) return new SourceFault(`${host}: ${found.why(asked)}.`.replace(/\?\.$/, "?"), found.passes ? soonSeconds : null);
  if (end >= 0) return new SourceFault(`${host}: the server refused it.`, soonSeconds);
  const last = own.split("\n").at(-1) ?? "";
  return new SourceFault(`${host}: git could not fetch it${last === "" ? "" : ` (${blotted(last, asked)})`}.`, soonSeconds);
}

function blotted(line: string, { credential }: Asked): string {
  const secrets = credential === null ? [] : [credential.secret, signInHeader(credential).split(" ").at(-1) as string];
  return secrets
    .reduce((text, secret) => text.replaceAll(secret, "…"), line.replace(/^(?:fatal|error): /, ""))
    .replace(/[a-z][a-z0-9+.-]*:\/\/[^\s'"]+/gi, "…")
    .replace(/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|\[?(?:[0-9a-f]{0,4}:){2,}[0-9a-f]{0,4}\]?/gi, "…")
    .replace(/(?:\/[\w.~-]+){2,}/g, "…")
    .slice(0, 200);
}

import { z } from "zod";

/** What an API token may be made for. It never gives more than its owner's roles; signing, keys, trust, people's roles and connections' set-up are in none. */
export const apiScopes = [
  "read:inventory",
  "read:people",
  "read:connections",
  "read:requests",
  "read:audit",
  "write:ownership",
  "write:accounts",
  "write:attestations",
  "write:workloads",
  "write:findings",
  "write:scans",
  "write:policies",
  "write:requests",
  "write:connections",
  "write:views",
] as const;
export const ApiScope = z.enum(apiScopes);
export type ApiScope = z.infer<typeof ApiScope>;

/** What each scope lets a token do, in a sentence. */
export const apiScopeMeanings: Record<ApiScope, string> = {
  "read:inventory": "Read tokens, workloads, findings, residue, exposures, posture and frameworks, and export them.",
  "read:people": "Read people and accounts, what they may do here and what they hold.",
  "read:connections": "Read connections, their coverage and their runs, and imports.",
  "read:requests": "Read requests and where the machine has them.",
  "read:audit": "Read the audit log.",
  "write:ownership": "Say who answers for a token, and what for.",
  "write:accounts": "Say whose an account is, or who answers for it, and that it is not theirs.",
  "write:attestations": "Answer for one's own tokens, and take or refuse what others offer.",
  "write:workloads": "Describe workloads, and say which tokens they use.",
  "write:findings": "Say where a finding or an exposure stands: review, false positive, assignment, day.",
  "write:scans": "Have content or a source looked through for secrets, and stop that.",
  "write:policies":
    "Say how long tokens may live, and how often they are replaced and answered for; make and switch rules and kinds of secrets, and days by which they are due.",
  "write:requests": "File and withdraw requests. Nobody signs one through the API.",
  "write:connections": "Ask for a sync, cancel one, or stop an import.",
  "write:views": "Keep, share and open the views of lists.",
};

import { outcomeOf, unsupported } from "../apply";
import type { Applied, Described, Gone, RevokeConnection, Revoker, Target, TokenSighting } from "../contract";
import { probeRecord, type RecordReading } from "../probe-record";
import { targetOf } from "../target";
import { VendorFault, type VendorResponse } from "../vendor-http";
import { jsonOf, readJson } from "../wire";
import { asInstallation, headersOf, type Installed, isNotFound, type Listed, listPage, pathsOf } from "./client";
import { GithubRevokeCredential } from "./credential";
import { grantSighting, keySighting } from "./map";
import { DeployKey, Grant, Organization, Refusal, Repository } from "./wire";

type Connection = RevokeConnection<GithubRevokeCredential>;

/**
 * Takes a fine-grained token's access to the organization away, or deletes a deploy key. GitHub shows no secrets: the proof rests on its record.
 * Its own lists may lag behind its doors and the other way round, so readings go on for two minutes at least.
 */
export const githubRevoker: Revoker<GithubRevokeCredential> = {
  credential: GithubRevokeCredential,
  effects: { personal_access_token: ["dead"], deploy_key: ["dead"] },
  proof: { refusals: 6, spanMilliseconds: 60_000, intervalMilliseconds: 12_000, knownLagSeconds: 120, control: true },

  async describe(connection, target): Promise<Described | Gone> {
    const found = await find(connection, await asInstallation(connection), target);
    if (!found) return { kind: "gone", evidence: "GitHub lists no such token." };
    return { kind: "described", target: targetOf(found), reach: found.reach, material: null };
  },

  async apply(connection, effect, target): Promise<Applied> {
    if (effect !== "dead") return unsupported(`bring about "${effect}": GitHub takes access away, nothing less`);
    const { org, repos } = pathsOf(connection);
    return outcomeOf(
      async () => {
        const installed = await asInstallation(connection);
        if (target.class === "deploy_key") return installed({ method: "DELETE", path: `${repos}/${keyPath(target)}` });
        return installed({ method: "POST", path: `${org}/personal-access-tokens/${Number(target.handle.grant)}`, json: { action: "revoke" } });
      },
      (answer) => {
        if (answer.status === 204) return "done";
        if (isNotFound(answer)) return "already_gone";
        return (answer.status === 403 || answer.status === 422) && Refusal.safeParse(jsonOf(answer)).success ? "declined" : "unknown";
      },
      [connection.credential.control],
    );
  },

  async probe(connection, target) {
    const { org } = pathsOf(connection);
    const headers = headersOf(`Bearer ${connection.credential.control}`);
    const request = { method: "GET" as const, path: `${org}/repos?per_page=1`, headers, retry: false, freshConnection: true, keepBytes: 64 * 1024 };
    const accepted = (answer: VendorResponse) => answer.status === 200 && Array.isArray(jsonOf(answer));
    return probeRecord({ record: () => readRecord(connection, target), control: () => connection.http.request(request), accepted });
  },
};

/** `owner/name/keys/7`, from a handle that must be just that. */
function keyPath({ handle }: Target): string {
  const { repository, key } = handle;
  if (repository && /^[\w.-]+\/[\w.-]+$/.test(repository) && key && /^\d+$/.test(key)) return `${repository}/keys/${key}`;
  throw new VendorFault("shape", "GitHub: the signed token names no deploy key, so it cannot be looked up. Sync and file the request again.", false);
}

async function find(connection: Connection, installed: Installed, target: Target): Promise<TokenSighting | null> {
  return target.class === "deploy_key" ? findKey(connection, installed, target) : findGrant(connection, installed, target);
}

async function findGrant(connection: Connection, installed: Installed, { handle }: Target): Promise<TokenSighting | null> {
  if (!handle.grant || !handle.token)
    throw new VendorFault("shape", "GitHub: the signed token has no id, so it cannot be looked up. Sync and file the request again.", false);
  const query = new URLSearchParams({ token_id: handle.token, per_page: "100" });
  let unreadable = 0;
  // to the end: were the filter not heeded, the token could stand on any page
  for (let path: string | null = `${pathsOf(connection).org}/personal-access-tokens?${query}`; path !== null; ) {
    const page: Listed<Grant> = await listPage(installed, path, Grant, "fine-grained tokens");
    const found = page.kept.find(({ id }) => String(id) === handle.grant);
    if (found) return grantSighting(found);
    unreadable += page.rejected.length;
    path = page.next;
  }
  if (unreadable > 0) throw new VendorFault("shape", `GitHub: ${unreadable} rows of its list cannot be read; the one looked for may be among them.`, true, 200);
  return null;
}

/** GitHub says 404 for a key that is gone and for a repository that may not be seen: only with the repository in sight is the key gone. */
async function findKey(connection: Connection, installed: Installed, target: Target): Promise<TokenSighting | null> {
  const { repos } = pathsOf(connection);
  const { repository = "" } = target.handle;
  const answer = await installed({ method: "GET", path: `${repos}/${keyPath(target)}` });
  if (!isNotFound(answer)) return keySighting(repository ?? "", readJson(answer, DeployKey, "GitHub: the deploy key"));
  readJson(await installed({ method: "GET", path: `${repos}/${repository}` }), Repository, "GitHub: the deploy key's repository");
  return null;
}

/** Absence from a list proves only as much as the list: it must show something to this app at all, the control's own access for one. */
async function readRecord(connection: Connection, target: Target): Promise<RecordReading> {
  const installed = await asInstallation(connection);
  const found = await find(connection, installed, target);
  const { org } = pathsOf(connection);
  readJson(await installed({ method: "GET", path: org }), Organization, "GitHub: the organization");
  const any = await listPage(installed, `${org}/personal-access-tokens?per_page=1`, Grant, "fine-grained tokens");
  return { verdict: found ? "alive" : "dead", status: 200, evidence: found ? "GitHub lists it" : "GitHub lists it no more", controlLives: any.kept.length > 0 };
}

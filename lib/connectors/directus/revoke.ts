import type { Effect } from "../../domain/tokens";
import { outcomeOf, unsupported } from "../apply";
import type { Applied, Described, Gone, Probed, RevokeConnection, Revoker, Target } from "../contract";
import { probeWithControl } from "../probe";
import { probeRecord, type RecordReading } from "../probe-record";
import { targetOf } from "../target";
import { VendorFault, type VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { findUser, listRevisions, ownerOf, pathOf, refusalOf, requireAdministrator } from "./client";
import { DirectusRevokeCredential } from "./credential";
import { doorPath, doorVerdict } from "./door";
import { historyOf, isActive, sightingOf } from "./map";
import { Changed, type User } from "./wire";

type Connection = RevokeConnection<DirectusRevokeCredential>;

/**
 * Takes the static token from a Directus user (dead), or suspends the user (disabled): then nothing of the account opens any more, until an
 * administrator activates it again. Directus looks token and status up in its database at every request, so one that it records as gone opens
 * nothing; several nodes share that database. Its own OK says nothing: it answers 204 to a change of a user that it does not have.
 */
export const directusRevoker: Revoker<DirectusRevokeCredential> = {
  credential: DirectusRevokeCredential,
  effects: { personal_access_token: ["dead", "disabled"] },
  proof: { refusals: 6, spanMilliseconds: 30_000, intervalMilliseconds: 6_000, knownLagSeconds: 120, control: true },

  async describe(connection, target): Promise<Described | Gone> {
    // a credential that sees less would take what is hidden for gone
    await requireAdministrator(connection);
    const user = await findUser(connection, userOf(target));
    if (!user) return { kind: "gone", evidence: "Directus lists no such user." };
    if (!user.token) return { kind: "gone", evidence: "Directus lists the user without a static token." };
    const sighting = sightingOf(user, historyOf(user.id, await listRevisions(connection, [user.id])), connection.now());
    return { kind: "described", target: targetOf(sighting), reach: sighting.reach, material: null };
  },

  async apply(connection, effect, target): Promise<Applied> {
    if (effect !== "dead" && effect !== "disabled") return unsupported(`bring about "${effect}": Directus takes a token away or suspends its user`);
    const { apiToken, control } = connection.credential;
    const change = effect === "dead" ? { token: null } : { status: "suspended" };
    let ours = false;
    const applied = await outcomeOf(
      async () => {
        const owners = [await ownerOf(connection, apiToken), await ownerOf(connection, control)];
        ours = owners.includes(userOf(target));
        if (ours) throw new VendorFault("cancelled", "The user is one of those that this connection works with.", false);
        const path = pathOf(connection, `/users/${encodeURIComponent(userOf(target))}?fields=id,status,token`);
        return connection.http.request({ method: "PATCH", path, headers: { authorization: `Bearer ${apiToken}` }, json: change });
      },
      (response) => judgeChange(response, effect),
      [apiToken, control],
    );
    return ours ? unsupported("end the credential it works with itself. Seal another for this connection first") : applied;
  },

  async probe(connection, target, material, effect) {
    const { apiToken, control } = connection.credential;
    const knock = (secret: string) => () =>
      connection.http.request({
        method: "GET",
        path: pathOf(connection, doorPath),
        headers: { authorization: `Bearer ${secret}` },
        retry: false,
        freshConnection: true,
        keepBytes: 4_096,
      });
    const accepted = (response: VendorResponse) => doorVerdict(response) === "alive";
    if (material === null) return probeRecord({ record: () => readRecord(connection, target, effect), control: knock(control), accepted });
    const secrets = [material, apiToken, control];
    const probed = await probeWithControl({ target: knock(material), control: knock(control), judge: doorVerdict, accepted, secrets });
    return probed.kind === "dead" && effect === "dead" ? notMerelySuspended(connection, target, probed) : probed;
  },
};

const userOf = ({ handle }: Target): string => {
  if (handle.user) return handle.user;
  throw new VendorFault("shape", "Directus: the signed token names no user, so it cannot be looked up. Sync and file the request again.", false);
};

function judgeChange(response: VendorResponse, effect: Effect): Applied["kind"] {
  if (response.status === 204 && response.text === "") return "already_gone";
  if ((response.status === 403 || response.status === 400) && refusalOf(response) !== null) return "declined";
  const changed = response.status === 200 ? Changed.safeParse(jsonOf(response)).data?.data : undefined;
  if (!changed) return "unknown";
  return (effect === "dead" ? changed.token === null : changed.status === "suspended") ? "done" : "unknown";
}

const hasEnded = (user: User | null, effect: Effect): boolean => !user?.token || (effect === "disabled" && !isActive(user));

async function readRecord(connection: Connection, target: Target, effect: Effect): Promise<RecordReading> {
  await requireAdministrator(connection);
  const user = await findUser(connection, userOf(target));
  const evidence = user ? `Directus lists the user as ${user.status}, ${user.token ? "with" : "without"} a static token` : "Directus lists no such user";
  return { verdict: hasEnded(user, effect) ? "dead" : "alive", status: 200, evidence };
}

/** A suspended user's token is refused in the same words as one that was taken away, and comes back with the user: that is no death. */
async function notMerelySuspended(connection: Connection, target: Target, probed: Probed & { kind: "dead" }): Promise<Probed> {
  const user = await findUser(connection, userOf(target));
  if (!user?.token || isActive(user)) return probed;
  return { ...probed, kind: "unknown", evidence: `${probed.evidence} (but its user is ${user.status}, and the token comes back with the user)` };
}

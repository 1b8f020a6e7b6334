import { z } from "zod";
import { outcomeOf, unsupported } from "../../apply";
import type { Revoker, Target } from "../../contract";
import { probeWithControl } from "../../probe";
import { targetOf } from "../../target";
import type { VendorResponse } from "../../vendor-http";
import { jsonOf, readJson } from "../../wire";
import { bearer, FakeCredential, sightingOf, TokenRow } from "./client";

const Refusal = z.object({ error: z.string() });

/** Acts on the fake vendor. Its proof window is short, for tests; no real connector may have such a one. */
export const fakeRevoker: Revoker<FakeCredential> = {
  credential: FakeCredential,
  effects: { api_key: ["dead", "disabled"] },
  proof: { refusals: 3, spanMilliseconds: 200, intervalMilliseconds: 60, knownLagSeconds: 0, control: true },

  async describe(connection, target) {
    const answer = await connection.http.request({ method: "GET", path: pathOf(target), headers: bearer(connection.credential.managementKey) });
    if (answer.status === 404 && errorOf(answer) === "not_found") return { kind: "gone", evidence: "404 not_found" };
    const row = readJson(answer, TokenRow, "The token");
    const sighting = sightingOf(connection, row);
    const described = targetOf(sighting);
    // a fingerprint made with an older pepper is the same credential
    const fingerprint = target.fingerprint && connection.fingerprintMatches(row.secret, target.fingerprint) ? target.fingerprint : described.fingerprint;
    return { kind: "described", target: { ...described, fingerprint }, reach: sighting.reach, material: row.secret };
  },

  async apply(connection, effect, target, { idempotencyKey }, material) {
    if (effect !== "dead" && effect !== "disabled") return unsupported(`bring about "${effect}"`);
    const { managementKey, controlSecret } = connection.credential;
    const headers = { ...bearer(managementKey), "idempotency-key": idempotencyKey };
    return outcomeOf(
      () =>
        connection.http.request(
          effect === "dead" ? { method: "DELETE", path: pathOf(target), headers } : { method: "POST", path: `${pathOf(target)}/disable`, headers },
        ),
      (response) => {
        if (response.status === 200) return "done";
        if (response.status === 404 && errorOf(response) === "not_found") return "already_gone";
        return response.status === 403 && errorOf(response) === "protected_token" ? "declined" : "unknown";
      },
      [material, managementKey, controlSecret],
    );
  },

  async probe(connection, _target, material, effect) {
    if (material === null) return { kind: "unknown", status: null, evidence: "The credential itself is not at hand, so it cannot be tried.", control: "none" };
    const { managementKey, controlSecret } = connection.credential;
    const knock = (secret: string) => () =>
      connection.http.request({ method: "GET", path: "/v1/whoami", headers: bearer(secret), retry: false, freshConnection: true });
    return probeWithControl({
      target: knock(material),
      control: knock(controlSecret),
      accepted: ({ status }) => status === 200,
      judge: (response) => {
        if (response.status === 200) return z.object({ id: z.string() }).safeParse(jsonOf(response)).success ? "alive" : "unknown";
        const error = errorOf(response);
        if (response.status === 401 && error === "invalid_token") return "dead";
        return response.status === 403 && error === "token_disabled" && effect === "disabled" ? "dead" : "unknown";
      },
      secrets: [material, managementKey, controlSecret],
    });
  },
};

const pathOf = (target: Target) => `/v1/tokens/${encodeURIComponent(target.handle.id ?? "")}`;

function errorOf(response: VendorResponse): string | null {
  const refusal = Refusal.safeParse(jsonOf(response));
  return refusal.success ? refusal.data.error : null;
}

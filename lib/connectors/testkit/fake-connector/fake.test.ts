import { type ConnectorHarness, connectorConformance } from "../conformance";
import { FakeVendor } from "../fake-vendor";
import type { FakeCredential } from "./client";
import { fakeReadConnector } from "./read";
import { fakeRevoker } from "./revoke";

const harness: ConnectorHarness<FakeCredential, FakeCredential> = {
  read: fakeReadConnector,
  revoker: fakeRevoker,
  many: 120,
  deathAnswer: { status: 401, body: '{"error":"invalid_token"}' },
  declineAnswer: { status: 403, body: '{"error":"protected_token"}' },
  okAnswer: { status: 200, body: "{}" },
  spoilRow(body) {
    const page = JSON.parse(body) as { items: Record<string, unknown>[] };
    if (page.items[0]) page.items[0].created_at = "yesterday";
    return JSON.stringify(page);
  },
  async start() {
    const vendor = await FakeVendor.spawn();
    const ids = new Map<string, string>();
    const credential = { managementKey: vendor.managementKey, controlSecret: vendor.controlSecret };
    const idOf = (secret: string) => ids.get(secret) ?? "";
    return {
      origin: vendor.origin,
      readCredential: credential,
      revokeCredential: credential,
      badReadCredential: { ...credential, managementKey: "mgmt_wrong-canary-5521" },
      deadControl: { ...credential, controlSecret: "ctrl_dead-canary-9913" },
      canaries: [vendor.managementKey, vendor.controlSecret, "mgmt_wrong-canary-5521", "ctrl_dead-canary-9913"],
      async makeTokens(names) {
        const made = await vendor.addTokens(names.map((name) => ({ name, creator: "acc_000001", environment: "production" })));
        for (const { id, secret } of made) ids.set(secret, id);
        return made;
      },
      killToken: ({ secret }) => vendor.kill(idOf(secret)),
      exists: async ({ secret }) => (await vendor.state()).some(({ id, removedAt }) => id === idOf(secret) && removedAt === null),
      makeAccount: async (email) => void (await vendor.addAccounts([{ name: email, email }])),
      deadSecret: () => "fake_dead0dead0dead0dead0",
      stop: () => vendor.close(),
    };
  },
};

connectorConformance(harness);

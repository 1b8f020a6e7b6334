import { z } from "zod";
import type { AccountSighting, Cursor, Page, ReadConnection, ReadConnector, TokenSighting } from "../../contract";
import { faultOf } from "../../evidence";
import { keepRows, readJson, textField, unhealthy } from "../../wire";
import { AccountRow, bearer, FakeCredential, Listing, sightingOf, TokenRow } from "./client";

/** Reads the fake vendor. */
export const fakeReadConnector: ReadConnector<FakeCredential> = {
  vendor: "fake",
  title: "Fake vendor",
  credential: FakeCredential,
  settings: z.strictObject({}),
  reader: {
    capabilities: { api_key: { list: "can", last_used: "can", describe: "can", revoke: "can", disable: "can", probe: "can" } },
    blindSpots: [],
    async check(connection) {
      try {
        readJson(await get(connection, "/v1/me"), z.object({ name: z.string() }), "Fake vendor's own data");
        return { ok: true, message: "The fake vendor answers." };
      } catch (error) {
        return unhealthy(faultOf(error));
      }
    },
    async listTokens(connection, cursor): Promise<Page<TokenSighting>> {
      const page = readJson(await get(connection, cursor ?? "/v1/tokens"), Listing, "Tokens");
      const { kept, rejected } = keepRows(page.items, TokenRow, (row) => textField(row, "id"));
      return { items: kept.map((row) => sightingOf(connection, row)), rejected, next: page.next, expected: page.total };
    },
    async listAccounts(connection, cursor): Promise<Page<AccountSighting>> {
      const page = readJson(await get(connection, cursor ?? "/v1/accounts"), Listing, "Accounts");
      const { kept, rejected } = keepRows(page.items, AccountRow, (row) => textField(row, "id"));
      return { items: kept.map(accountOf), rejected, next: page.next, expected: page.total };
    },
  },
};

const get = (connection: ReadConnection<FakeCredential>, path: Cursor) =>
  connection.http.request({ method: "GET", path, headers: bearer(connection.credential.managementKey) });

function accountOf(row: z.infer<typeof AccountRow>): AccountSighting {
  return {
    externalId: row.id,
    kind: row.kind,
    name: row.name,
    userName: row.name,
    email: row.email,
    status: row.enabled ? "enabled" : "disabled",
    created: null,
    lastUsed: null,
  };
}

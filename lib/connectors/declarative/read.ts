import { plural } from "../../core/format";
import type { AccountSighting, Page, ReadConnector, Reader, TokenSighting } from "../contract";
import { faultOf } from "../evidence";
import { unhealthy } from "../wire";
import { abilitiesOf, blindSpotsOf } from "./abilities";
import { declarativeTitle } from "./about";
import { requireSight } from "./client";
import { DeclarativeReadCredential, readCredentialOf } from "./credential";
import { listPage } from "./list-page";
import { accountOf } from "./map-account";
import { tokenOf } from "./map-token";
import type { Row } from "./row";
import type { Declaration } from "./schema/declaration";
import { DeclarativeSettings, declarationIn } from "./settings";
import { tokensPage } from "./tokens-page";

/** Reads any HTTP system that a declaration describes. What it can do stands in the connection's settings. */
export const declarativeReadConnector: ReadConnector<DeclarativeReadCredential> = {
  vendor: "declarative",
  title: declarativeTitle,
  credential: DeclarativeReadCredential,
  settings: DeclarativeSettings,
  of: (settings) => readConnectorOf(declarationIn(settings)),
  reader: {
    capabilities: {},
    blindSpots: [],
    check: (connection) => readerOf(declarationIn(connection.settings)).check(connection),
    listTokens: (connection, cursor) => readerOf(declarationIn(connection.settings)).listTokens(connection, cursor),
    listAccounts: (connection, cursor) => readerOf(declarationIn(connection.settings)).listAccounts(connection, cursor),
  },
};

/** The connector that one declaration describes. */
export function readConnectorOf(declaration: Declaration): ReadConnector<DeclarativeReadCredential> {
  return {
    vendor: "declarative",
    title: declaration.system,
    credential: readCredentialOf(declaration),
    settings: DeclarativeSettings,
    reader: readerOf(declaration),
  };
}

function readerOf(declaration: Declaration): Reader<DeclarativeReadCredential> {
  const { accounts } = declaration;
  return {
    capabilities: abilitiesOf(declaration),
    blindSpots: blindSpotsOf(declaration),

    async check(connection) {
      try {
        await requireSight(declaration, connection);
        const { items, rejected, next } = await tokensPage(declaration, connection, (row) => tokenOf(declaration, connection, row), null);
        const seen = plural(items.length + rejected.length, "token");
        return { ok: true, message: `${declaration.system} answers, and lists ${next === null ? seen : `${seen} on its first page`}.` };
      } catch (error) {
        return unhealthy(faultOf(error));
      }
    },

    async listTokens(connection, cursor) {
      if (cursor === null) await requireSight(declaration, connection);
      return tokensPage(declaration, connection, (row): TokenSighting => tokenOf(declaration, connection, row), cursor);
    },

    async listAccounts(connection, cursor): Promise<Page<AccountSighting>> {
      if ("cannot" in accounts) return { items: [], rejected: [], next: null, expected: null };
      const map = (row: Row) => accountOf(declaration.system, accounts.fields, row);
      const identify = (row: Row) => row.text("id", accounts.fields.id);
      return listPage(declaration, connection, { listing: accounts.list, what: "accounts", map, identify }, cursor);
    },
  };
}

import { z } from "zod";
import type { Cursor, Page, ReadConnector, Reject, TokenSighting } from "../contract";
import { nextLink } from "../declarative/link-header";
import { faultOf } from "../evidence";
import { keepRows, readJson, textField, unhealthy } from "../wire";
import { githubAbilities, githubBlindSpots, githubTitle } from "./about";
import { asInstallation, type GithubConnection, type Installed, isNotFound, type Listed, listPage, pathsOf } from "./client";
import { GithubReadCredential, GithubSettings } from "./credential";
import { accountOf, grantSighting, installationSighting, keySighting } from "./map";
import { App, DeployKey, Grant, Installation, Installations, Member, Organization, Repository } from "./wire";

/** The listings in their order, each with where its next page is. A repository costs a request, so their pages are short. */
const Place = z.object({ stage: z.enum(["installations", "keys"]), path: z.string().max(2000) });
const perPage = 100;
const repositoriesPerPage = 25;

/** Reads a GitHub organization: fine-grained tokens, installed apps, deploy keys, members. */
export const githubReadConnector: ReadConnector<GithubReadCredential> = {
  vendor: "github",
  title: githubTitle,
  credential: GithubReadCredential,
  settings: GithubSettings,
  reader: {
    capabilities: githubAbilities,
    blindSpots: githubBlindSpots,

    async check(connection) {
      try {
        const installed = await asInstallation(connection);
        const { login } = readJson(await installed({ method: "GET", path: pathsOf(connection).org }), Organization, "GitHub: the organization");
        await listPage(installed, `${pathsOf(connection).org}/personal-access-tokens?per_page=1`, Grant, "fine-grained tokens");
        return { ok: true, message: `GitHub answers for ${login}, and the app may read its fine-grained tokens.` };
      } catch (error) {
        return unhealthy(faultOf(error));
      }
    },

    async listTokens(connection, cursor): Promise<Page<TokenSighting>> {
      const installed = await asInstallation(connection);
      const { org } = pathsOf(connection);
      const place = cursor === null || cursor.startsWith("/") || cursor.startsWith("http") ? null : Place.parse(JSON.parse(cursor));
      if (place?.stage === "keys") return keysFrom(connection, installed, place.path);
      if (place) return installationsFrom(connection, installed, place.path);
      const page = await listPage(installed, cursor ?? `${org}/personal-access-tokens?per_page=${perPage}`, Grant, "fine-grained tokens");
      return pageOf(page, grantSighting, page.next ?? at("installations", `${org}/installations?per_page=${perPage}`));
    },

    async listAccounts(connection, cursor) {
      const installed = await asInstallation(connection);
      const page = await listPage(installed, cursor ?? `${pathsOf(connection).org}/members?per_page=${perPage}`, Member, "members", "login");
      return pageOf(page, accountOf, page.next);
    },
  },
};

const at = (stage: z.infer<typeof Place>["stage"], path: string): Cursor => JSON.stringify({ stage, path });

const pageOf = <T, S>({ kept, rejected }: Pick<Listed<T>, "kept" | "rejected">, map: (row: T) => S, next: Cursor | null): Page<S> => ({
  items: kept.map(map),
  rejected,
  next,
  expected: null,
});

async function installationsFrom(connection: GithubConnection, installed: Installed, path: string): Promise<Page<TokenSighting>> {
  const answer = await installed({ method: "GET", path });
  const rows = keepRows(readJson(answer, Installations, "GitHub: installed apps").installations, Installation, (row) => textField(row, "app_slug"));
  const next = nextLink(answer.headers.link ?? "");
  const makers = await makersOf(connection, installed, rows.kept);
  const { org, organization } = pathsOf(connection);
  const first = `${org}/repos?per_page=${repositoriesPerPage}&type=all`;
  return pageOf(rows, (app) => installationSighting(app, makers.get(app.app_slug) ?? null, organization), next ? at("installations", next) : at("keys", first));
}

/** Who made each app, by its slug: a request each, and there are few. What GitHub does not show stays unknown. */
async function makersOf(connection: GithubConnection, installed: Installed, apps: readonly Installation[]): Promise<Map<string, string>> {
  const makers = new Map<string, string>();
  for (const slug of new Set(apps.map(({ app_slug }) => app_slug))) {
    const answer = await installed({ method: "GET", path: `${pathsOf(connection).apps}/${encodeURIComponent(slug)}` });
    // one that is private to others, or hidden from this app
    if (answer.status === 403 || isNotFound(answer)) continue;
    const { login } = readJson(answer, App, `GitHub: the app ${slug}`).owner;
    if (login) makers.set(slug, login);
  }
  return makers;
}

async function keysFrom(connection: GithubConnection, installed: Installed, path: string): Promise<Page<TokenSighting>> {
  const repositories = await listPage(installed, path, Repository, "repositories", "full_name");
  const items: TokenSighting[] = [];
  const rejected: Reject[] = [...repositories.rejected];
  for (const { full_name } of repositories.kept)
    for (let next: string | null = `${pathsOf(connection).repos}/${full_name}/keys?per_page=${perPage}`; next !== null; ) {
      const page: Listed<DeployKey> = await listPage(installed, next, DeployKey, `deploy keys of ${full_name}`, "title");
      items.push(...page.kept.map((key) => keySighting(full_name, key)));
      rejected.push(...page.rejected);
      next = page.next;
    }
  return { items, rejected, next: repositories.next ? at("keys", repositories.next) : null, expected: null };
}

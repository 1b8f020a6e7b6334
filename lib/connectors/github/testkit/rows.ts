// Rows as GitHub's description has them. What the connector does not read is filled in only because the description requires it.

const at = "https://api.github.com";
const account = (login: string, id: number, type = "User") => ({
  ...{ login, id, node_id: `U_${id}`, avatar_url: `${at}/a`, gravatar_id: "", url: `${at}/users/${login}`, html_url: `https://github.com/${login}` },
  ...{ followers_url: `${at}/f`, following_url: `${at}/f`, gists_url: `${at}/g`, starred_url: `${at}/s`, subscriptions_url: `${at}/s` },
  ...{ organizations_url: `${at}/o`, repos_url: `${at}/r`, events_url: `${at}/e`, received_events_url: `${at}/e`, type, site_admin: false },
});

export const memberRow = account;

/** Of those who may read a repository. */
export const collaboratorRow = (login: string, id: number) => ({ ...account(login, id), role_name: "read" });

export const grantRow = (id: number, name: string, owner: string, more: Record<string, unknown> = {}) => ({
  ...{ id, owner: account(owner, 9000 + id), repository_selection: "subset", repositories_url: `${at}/r/${id}` },
  permissions: { organization: { members: "read" }, repository: { contents: "read", metadata: "read" } },
  ...{ access_granted_at: "2026-03-01T08:00:00Z", token_id: 500_000 + id, token_name: name, token_expired: false },
  ...{ token_expires_at: "2027-03-01T08:00:00Z", token_last_used_at: null },
  ...more,
});

export const keyRow = (id: number, title: string, key: string, more: Record<string, unknown> = {}) => ({
  ...{ id, key, url: `${at}/keys/${id}`, title, verified: true, created_at: "2026-02-03T04:05:06Z", read_only: true, added_by: "octo", last_used: null },
  ...more,
});

export const repositoryRow = (id: number, fullName: string) => {
  const [owner = "", name = ""] = fullName.split("/");
  const clone_url = `https://github.com/${fullName}.git`;
  return { id, name, full_name: fullName, owner: account(owner, 1, "Organization"), private: true, archived: false, clone_url };
};

export const installationRow = (id: number, slug: string, more: Record<string, unknown> = {}) => ({
  ...{
    id,
    app_id: 70 + id,
    app_slug: slug,
    client_id: `Iv1.${id}`,
    target_id: 1,
    target_type: "Organization",
    single_file_name: null,
    repository_selection: "all",
  },
  ...{ access_tokens_url: `${at}/t`, html_url: `${at}/h`, repositories_url: `${at}/r`, events: [], account: account("acme", 1, "Organization") },
  ...{ permissions: { contents: "read", issues: "write" }, created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" },
  ...{ suspended_by: null, suspended_at: null },
  ...more,
});

/** An app as its own page has it; `owner` is a login, or null for an enterprise. */
export const appRow = (id: number, slug: string, owner: string | null) => ({
  ...{ id, slug, client_id: `Iv1.${id}`, node_id: `A_${id}`, name: slug, description: null, external_url: `${at}/e`, html_url: `${at}/h` },
  ...{ created_at: "2025-01-01T00:00:00Z", updated_at: "2025-01-01T00:00:00Z", permissions: { contents: "read" }, events: [] },
  owner: owner === null ? enterprise : account(owner, 8000 + id, "Organization"),
});
const enterprise = {
  ...{ id: 3, node_id: "E_3", name: "Acme Group", slug: "acme-group", html_url: "https://github.com/enterprises/acme-group" },
  ...{ created_at: null, updated_at: null, avatar_url: `${at}/a` },
};

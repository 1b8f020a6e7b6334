import { askGit } from "./git-command";

/** The web address of a line of a file, as a commit has it; null where nobody knows how its host names one. */
export type LineAddress = (commit: string, path: string, line: number) => string | null;

/** How a host names a line; `repository` is the address of its page there. */
type Form = (repository: string, commit: string, path: string, line: number) => string;
interface Host {
  form: Form;
  /** of the path in the remote's address: that of the repository's page; null = it is none */
  page(path: string): string | null;
}

const twoDeep = (path: string): string | null => (path.split("/").length === 2 ? path : null);
const deep = (path: string): string | null => (path.split("/").length >= 2 ? path : null);
const github: Host = { page: twoDeep, form: (at, commit, path, line) => `${at}/blob/${commit}/${path}#L${line}` };
const gitlab: Host = { page: deep, form: (at, commit, path, line) => `${at}/-/blob/${commit}/${path}#L${line}` };
const bitbucket: Host = { page: twoDeep, form: (at, commit, path, line) => `${at}/src/${commit}/${path}#lines-${line}` };
/** Forgejo's addresses are Gitea's. */
const gitea: Host = { page: twoDeep, form: (at, commit, path, line) => `${at}/src/commit/${commit}/${path}#L${line}` };
const azure: Host = {
  page: (path) => (/^(?:[^/]+\/){1,3}_git\/[^/]+$/.test(path) ? path : null),
  form: (at, commit, path, line) => `${at}?path=/${path}&version=GC${commit}&line=${line}&lineEnd=${line + 1}&lineStartColumn=1&lineEndColumn=1`,
};
/** Over ssh Azure DevOps has hosts of their own, and a path without `_git`. */
const azureOverSsh: Host = {
  ...azure,
  page: (path) => {
    const [, organization, project, repository] = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    return repository ? `${organization}/${project}/_git/${repository}` : null;
  },
};

const hosts: Readonly<Record<string, Host & { web?: string }>> = {
  "github.com": github,
  "ssh.github.com": { ...github, web: "github.com" },
  "gitlab.com": gitlab,
  "altssh.gitlab.com": { ...gitlab, web: "gitlab.com" },
  "bitbucket.org": bitbucket,
  "altssh.bitbucket.org": { ...bitbucket, web: "bitbucket.org" },
  "gitea.com": gitea,
  "codeberg.org": gitea,
  "dev.azure.com": azure,
  "ssh.dev.azure.com": { ...azureOverSsh, web: "dev.azure.com" },
  "vs-ssh.visualstudio.com": { ...azureOverSsh, web: "dev.azure.com" },
};
/** A server of one's own says what it is by the first part of its name, or not at all. */
const byFirstLabel: Readonly<Record<string, Host>> = { github, gitlab, gitea, forgejo: gitea };

function hostOf(name: string): (Host & { web?: string }) | null {
  if (Object.hasOwn(hosts, name)) return hosts[name] ?? null;
  if (/^[a-z0-9-]+\.visualstudio\.com$/.test(name)) return { ...azure, page: (path) => (/^(?:[^/]+\/){0,2}_git\/[^/]+$/.test(path) ? path : null) };
  // github.com.evil.example looks like what it is not
  if (Object.keys(hosts).some((known) => name.startsWith(`${known}.`))) return null;
  const [first = "", ...more] = name.split(".");
  return more.length > 0 && Object.hasOwn(byFirstLabel, first) ? (byFirstLabel[first] ?? null) : null;
}

/** What of a remote's address leads to its web pages. Nothing else of it goes on: a user, a password, a query may be a secret. */
interface Remote {
  /** host, with the port where it is the web's */
  host: string;
  name: string;
  path: string;
}

function remoteOf(address: string): Remote | null {
  const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+):(?!\/\/)([^?#]+)$/.exec(address);
  if (scp) return { host: (scp[1] as string).toLowerCase(), name: (scp[1] as string).toLowerCase(), path: scp[2] as string };
  if (!URL.canParse(address)) return null;
  const { protocol, host, hostname, pathname } = new URL(address);
  if (protocol === "https:") return { host, name: hostname, path: pathname };
  // its port is ssh's
  return protocol === "ssh:" ? { host: hostname.toLowerCase(), name: hostname.toLowerCase(), path: pathname } : null;
}

/** Segments as an address may hold them; null where one leads elsewhere. */
function encoded(path: string): string | null {
  try {
    const parts = path.split("/").map((part) => decodeURIComponent(part));
    return parts.every((part) => !["", ".", ".."].includes(part) && !/[\p{Cc}\\/]/u.test(part)) ? parts.map(encodeURIComponent).join("/") : null;
  } catch {
    return null;
  }
}

/** Whether an address is at GitHub, or at a server of one's own that is called `github.` something. */
export function isAtGitHub(address: string): boolean {
  const remote = remoteOf(address);
  return remote !== null && hostOf(remote.name)?.form === github.form;
}

/** How lines of the repository with this remote are addressed, over https alone; null where its host is not known. */
export function lineAddress(remote: string): LineAddress | null {
  const parsed = remoteOf(remote.trim());
  const host = parsed && hostOf(parsed.name);
  if (!host) return null;
  const path = encoded(parsed.path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, ""));
  const page = path === null ? null : host.page(path);
  if (page === null) return null;
  const repository = `https://${host.web ?? parsed.host}/${page}`;
  return (commit, file, line) => {
    const url = host.form(repository, commit, file.split("/").map(encodeURIComponent).join("/"), line);
    return URL.canParse(url) ? url : null;
  };
}

/** The same of a repository on this host, by where it was cloned from. A mirror has that too. */
export async function addressedBy(folder: string): Promise<LineAddress> {
  // of the repository's own file alone: what that includes may be anything
  const remote = await askGit(folder, ["config", "--local", "--no-includes", "--get", "remote.origin.url"]).catch(() => null);
  return (remote && lineAddress(remote.toString("utf8"))) ?? (() => null);
}

import { base62, crc32 } from "../checks/crc32";
import { textOf } from "../engine/bytes";
import type { Family } from "../table/entry";

const checksumLength = 6;

/**
 * Whether the last six characters are the CRC-32, in base 62, of those between prefix and checksum: GitHub's scheme since April 2021
 * (github.blog, "Behind GitHub's new authentication token formats"), which npm took over.
 */
export function hasChecksum(bytes: Uint8Array, start: number, end: number): boolean {
  let body = end;
  while (body > start && bytes[body - 1] !== 0x5f) body--;
  return base62(crc32(bytes, body, end - checksumLength), checksumLength) === textOf(bytes, end - checksumLength, end);
}

const rotate =
  "GitHub: Settings → Developer settings → Personal access tokens (or the app's page) → Regenerate or Delete. An organisation's owner revokes fine-grained ones.";
const classic = (prefix: string) => ({ form: `${prefix}_{alnum:36}`, check: hasChecksum });

export const github: Family = {
  family: "GitHub",
  rotate,
  entries: [
    { id: "github_pat", title: "GitHub personal access token (classic)", tokenClass: "personal_access_token", ...classic("ghp") },
    {
      id: "github_pat_fine_grained",
      title: "GitHub fine-grained personal access token",
      tokenClass: "personal_access_token",
      form: "github_pat_{word:82}",
      check: hasChecksum,
    },
    { id: "github_oauth_token", title: "GitHub OAuth access token", tokenClass: "oauth_grant", ...classic("gho") },
    { id: "github_app_user_token", title: "GitHub App user access token", tokenClass: "oauth_grant", ...classic("ghu") },
    { id: "github_app_installation_token", title: "GitHub App installation token", tokenClass: "ephemeral_secret", ...classic("ghs") },
    {
      id: "github_app_installation_token_long",
      title: "GitHub App installation token, signed",
      tokenClass: "ephemeral_secret",
      form: "ghs_{digit:1-12}_eyJ{url:20-2000}.{url:20-4000}.{url:20-1000}",
    },
    {
      id: "github_refresh_token",
      title: "GitHub App refresh token",
      tokenClass: "oauth_grant",
      form: ["ghr_{alnum:36}", "ghr_{alnum:76}"],
      check: hasChecksum,
    },
    {
      id: "github_oauth_token_legacy",
      title: "GitHub token, 40 hexadecimal digits",
      tokenClass: "personal_access_token",
      form: "{hex:40}",
      near: ["github_token", "github_oauth", "github_pat", "gh_token", "github-token", "githubtoken", "github_api_token", "x-oauth-basic"],
    },
  ],
};

/**
 * Fixed beginnings as vendors write them: words in one case, perhaps with a version, up to a separator (`ghp_`, `sk_live_`, `dop_v1_`, `GOCSPX-`). What is random mixes
 * cases and digits, and may hold separators too.
 */
const prefix = /^(?:[a-z]{1,8}\d{0,2}|[A-Z]{2,8})[_-](?:[a-z]{1,8}\d{0,2}[_-]){0,2}/;
/** Of what is shorter, four characters would tell too much. */
const shortest = 24;

/** What may be shown of a secret: its fixed beginning and its last four characters, and of short ones or several lines nothing. */
export function hintOf(secret: string, structured: boolean): string {
  if (secret.startsWith("-----BEGIN ")) return `${secret.slice(11, 60).split("-----")[0]}`.toLowerCase();
  if (secret.length < shortest || /\s/.test(secret)) return "•••";
  const begins = structured ? (prefix.exec(secret.slice(0, Math.floor(secret.length / 3)))?.[0] ?? "") : "";
  return `${begins}…${secret.slice(-4)}`;
}

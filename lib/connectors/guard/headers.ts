/** Headers by their lower-case names, without the cookies that a vendor sets. */
export function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined && entry[0] !== "set-cookie");
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]));
}

/** What a requester must type to file: the token's name, or the number of tokens where there are several. */
export function acknowledgementFor(names: string[]): string {
  const [only] = names;
  return names.length === 1 && only !== undefined ? only.trim() : `revoke ${names.length} tokens`;
}

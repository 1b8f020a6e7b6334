/** A token that may stand in a group, with what decides who speaks for it. */
export interface Grouped {
  id: string;
  merged: string | null;
  handleKey: string;
  connectionId: string;
  connectedAt: Date;
  /** 0 = read from a signed connection, 1 = from one that nobody signed yet, 2 = known by import alone, 3 = because its secret was found */
  rank: number;
}

/**
 * Which token each is merged into; those that speak for themselves are absent. A group is what hangs together by shared fingerprints. Its
 * principal: read from a signed connection before an unsigned one (anybody may point that at a server of their own) before a listing before a
 * row made for a found secret, then the connection that was created first, then connection id and handle. Facts of the tokens alone, never the
 * order of their coming.
 */
export function principals(tokens: readonly Grouped[], edges: readonly { token: string; print: string }[]): Map<string, string> {
  const parent = new Map(tokens.map(({ id }) => [id, id]));
  const root = (id: string): string => {
    let at = id;
    for (let up = parent.get(at) as string; up !== at; up = parent.get(at) as string) {
      parent.set(at, parent.get(up) as string);
      at = up;
    }
    return at;
  };
  const holder = new Map<string, string>();
  for (const { token, print } of edges) {
    const other = holder.get(print);
    if (other === undefined) holder.set(print, token);
    else parent.set(root(token), root(other));
  }
  const first = new Map<string, Grouped>();
  for (const token of tokens) {
    const group = root(token.id);
    const best = first.get(group);
    if (!best || before(token, best)) first.set(group, token);
  }
  const merged = new Map<string, string>();
  for (const { id } of tokens) {
    const principal = (first.get(root(id)) as Grouped).id;
    if (principal !== id) merged.set(id, principal);
  }
  return merged;
}

function before(a: Grouped, b: Grouped): boolean {
  if (a.rank !== b.rank) return a.rank < b.rank;
  if (a.connectedAt.getTime() !== b.connectedAt.getTime()) return a.connectedAt < b.connectedAt;
  if (a.connectionId !== b.connectionId) return a.connectionId < b.connectionId;
  return a.handleKey < b.handleKey;
}

import type { TrustStatement } from "../domain/statement";
import type { Standing } from "./standing";

/** That somebody left, as the executor saw it. */
export interface Departure {
  person: string;
  /** as the directory's history has it. It only spares what was signed after it: an early date ends less, and nothing that was decided is undone by one */
  recorded: Date;
  /** when the executor first saw it: from then on it has effect */
  seen: Date;
}

/** People whose standing a statement rests on: their departures matter. */
export function peopleNamed(statement: TrustStatement): readonly string[] {
  if (statement.type === "countersign/key") return [statement.person];
  return statement.type === "countersign/approver-group" ? statement.members : [];
}

/**
 * Somebody has left: their keys and memberships end, except what was signed after the departure. Coming back brings none of it back; administrators
 * sign it anew, and that widens like any other key or member. Returns the digests of the statements whose keys ended.
 */
export function depart(standing: Standing, { person, recorded, seen }: Departure): string[] {
  const { rules, departed } = standing;
  const left = Math.min(recorded.getTime(), seen.getTime());
  departed.set(person, Math.max(left, departed.get(person) ?? left));
  if (rules.has("a membership lapses when its person leaves")) endMemberships(standing, person, left);
  return rules.has("a key lapses when its person leaves") ? endKeys(standing, person, left, seen.getTime()) : [];
}

function endKeys({ keys, lapsed, newest, root }: Standing, person: string, left: number, seen: number): string[] {
  const ended: string[] = [];
  for (const key of [...keys.values()]) {
    // The sample's root is the signer's own, whatever person it stands for.
    if (key.person !== person || (root.sample && key.id === root.key.id)) continue;
    if (key.established <= left) {
      keys.delete(key.id);
      lapsed.set(key.id, key);
      ended.push(newest.get(`key ${key.id}`)?.digest ?? "");
    } else if (seen < key.established) key.unheard ??= { from: seen, to: key.established }; // pinned again since: nothing it signed meanwhile counts
  }
  return ended;
}

function endMemberships({ groups, newest }: Standing, person: string, left: number): void {
  for (const [group, members] of groups)
    if (members.has(person) && (newest.get(`approver_group ${group}`)?.established ?? left) <= left)
      groups.set(group, new Set([...members].filter((member) => member !== person)));
}

/**
 * How many approver groups can each be represented by a person of its own: the size of a largest matching between people and groups.
 * One person in two groups represents one of them.
 */
export function representedGroups(people: ReadonlySet<string>, groups: ReadonlyMap<string, ReadonlySet<string>>): number {
  const represents = new Map<string, string>(); // group → person
  const place = (person: string, tried: Set<string>): boolean => {
    for (const [group, members] of groups) {
      if (!members.has(person) || tried.has(group)) continue;
      tried.add(group);
      const holder = represents.get(group);
      if (holder === undefined || place(holder, tried)) {
        represents.set(group, person);
        return true;
      }
    }
    return false;
  };
  return [...people].filter((person) => place(person, new Set())).length;
}

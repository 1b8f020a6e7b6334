import type { Context } from "../../../lib/core/context";
import { formatCount } from "../../../lib/core/format";
import type { ListedRepository } from "../../../lib/exposure/sources/rest/sight";

/** So many repositories a system may list in all, those that are gone counted: each stays a source, and a hostile system lists new ones for ever. */
export const mostRepositories = 20_000;

/** The addresses of all repositories that a system ever listed. */
export async function listedBefore({ db }: Context, systemId: string): Promise<Set<string>> {
  const rows = await db.scanSource.findMany({ where: { parentId: systemId }, select: { location: true } });
  return new Set(rows.flatMap(({ location }) => location ?? []));
}

/** The git repositories that a system lists, as a run hears of them. `known` are those of before. */
export class ListedRepositories {
  /** addresses */
  readonly all = new Set<string>();
  /** whether one was listed of which it is not known which it is */
  unknown = false;
  private unwritten: ListedRepository[] = [];

  constructor(
    private readonly known: Set<string>,
    private readonly most: number,
  ) {}

  /** Returns why it is not taken; null where it is. */
  hear(listed: ListedRepository | null): string | null {
    if (listed === null) this.unknown = true;
    else if (!this.all.has(listed.address)) {
      if (!this.known.has(listed.address) && this.known.size >= this.most)
        return `its system listed ${formatCount(this.most)} others by now, and no more are fetched of one: let the file's \`only\` leave some out, and name the system anew under another name`;
      this.known.add(listed.address);
      this.all.add(listed.address);
      this.unwritten.push(listed);
    }
    return null;
  }

  /** Those that were heard of since this was last asked. */
  fresh(): ListedRepository[] {
    return this.unwritten.splice(0);
  }
}

import { holds } from "../../../connectors/declarative/answers";
import { bodyOf, type DeclaredConnection } from "../../../connectors/declarative/client";
import { type Place, readPlace } from "../../../connectors/declarative/paging";
import { Row } from "../../../connectors/declarative/row";
import type { Values } from "../../../connectors/declarative/template";
import type { Audience } from "../piece";
import { askPatiently } from "./ask-patiently";
import type { AudienceList, RestSource } from "./declaration";
import { readPage } from "./read-page";
import { filled } from "./requests";
import { soft } from "./row-fields";

/** More people than this are not listed: who could read it is then unknown. */
const mostMembers = 10_000;

/** For which row people are asked for. */
export interface Asked {
  /** the audience's own request, its values filled in: its name from then on */
  request: string;
  row: Row;
  values: Values;
  /** known to be too many to be listed */
  tooMany: boolean;
}

/** Who can read what is listed for a row, all pages; nobody is listed where anybody can. Null where they are too many, or known to be. Throws VendorFault where the system does not say. */
export async function readAudience(
  declaration: RestSource,
  connection: DeclaredConnection,
  list: AudienceList,
  { request, row, values, tooMany }: Asked,
): Promise<Audience | null> {
  const what = "who can read it";
  const audience = { path: request, open: false, members: [], unnamed: 0 };
  if (list.public) {
    const { request: asked, ...condition } = list.public;
    const said =
      asked === undefined
        ? row.value
        : bodyOf(declaration, await askPatiently(declaration, connection, filled(asked, values)), `${declaration.system}: ${what}`);
    if (holds(condition, said)) return { ...audience, public: true };
  }
  if (tooMany) return null;
  const names = new Set<string>();
  let unnamed = 0;
  for (let place: Place | null = readPlace(null); place !== null; ) {
    const page: { rows: unknown[]; next: Place | null } = await readPage(declaration, connection, { ...list, what, request, id: list.member }, place);
    for (const each of page.rows) {
      const name = soft(() => new Row(each).text("member", list.member))?.trim();
      if (name) names.add(name.toLowerCase());
      else unnamed += 1;
    }
    if (names.size + unnamed > mostMembers) return null;
    place = page.next;
  }
  return { ...audience, members: [...names].map((name) => ({ name, basis: "member" })), unnamed };
}

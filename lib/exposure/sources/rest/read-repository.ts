import { holds } from "../../../connectors/declarative/answers";
import type { Row } from "../../../connectors/declarative/row";
import { RepositoryAddress, repositoryName } from "../../mirrors/repository-address";
import type { RepositoryField } from "./declaration";
import { soft } from "./row-fields";
import type { ListedRepository, Sight } from "./sight";

/** Why a repository can't be fetched. */
interface Unusable {
  /** whether it is known at least that it is none of those that could be */
  another: boolean;
  detail: string;
}

/**
 * The repository that a row is; null for one that is left out. Its address is taken at the one origin that the description has for code, since the
 * system's credential goes there.
 */
export function readRepository({ address: at, name, origin, only }: RepositoryField, row: Row, own: string): ListedRepository | Unusable | null {
  if (only && !holds(only, row.value)) return null;
  const parsed = RepositoryAddress.safeParse(soft(() => row.text("address", at)));
  if (!parsed.success) return { another: false, detail: `there is no https address at ${at}` };
  const address = parsed.data;
  const there = origin ?? own;
  if (new URL(address).origin !== there) return { another: true, detail: `it is not at ${there}, to which the credential goes` };
  return { address, name: soft(() => row.firstText("name", name)) ?? repositoryName(address) };
}

/** Tells a row that is a repository to whoever wants to fetch those. Returns why it is not fetched; null = it is, or nobody wants to, or it is left out. */
export function tellRepository(field: RepositoryField | undefined, row: Row, own: string, sight: Pick<Sight, "repository">): string | null {
  const read = field && sight.repository ? readRepository(field, row, own) : null;
  if (read === null) return null;
  if ("address" in read) return sight.repository?.(read) ?? null;
  if (!read.another) sight.repository?.(null);
  return read.detail;
}

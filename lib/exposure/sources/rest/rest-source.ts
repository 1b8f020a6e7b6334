import { holds } from "../../../connectors/declarative/answers";
import { bodyOf, type DeclaredConnection } from "../../../connectors/declarative/client";
import { compilePath } from "../../../connectors/declarative/json-path";
import { lineOf, type Place, readPlace, turnPage } from "../../../connectors/declarative/paging";
import { Row } from "../../../connectors/declarative/row";
import { fillPath, type Values } from "../../../connectors/declarative/template";
import { VendorFault } from "../../../connectors/vendor-http";
import type { Location, UnreadableReason } from "../../../domain/exposures";
import type { About, Sourced } from "../piece";
import { plainText } from "../plain-text";
import { Segments } from "../segments";
import { askOnce, askPatiently } from "./ask-patiently";
import type { RestList, RestSource } from "./declaration";
import { momentOf, soft, textsOf, urlOf } from "./row-fields";
import { askedSince, everything, type Sight } from "./sight";
import { faultOf, mayBeAll, mostInARow, reasonOf } from "./what-failed";

/** What a list is read for: the row above it, as its place is called and where its page is, and what its request may hold. */
interface Above {
  title: string | null;
  url: string | null;
  values: Values;
  /** whether a list above is asked for what changed alone: what fails here is not met again in the next run */
  changing: boolean;
}
const atTop: Above = { title: null, url: null, values: {}, changing: false };

/**
 * Every text of what a declared source lists, page by page; of what was read before, by `sight`, what changed since. What is listed for one row and
 * can't be had (gone meanwhile, not allowed, no answer) is told and the rest is read; a list on its own that fails ends the scan, and so does a system
 * that fails altogether. Throws {@link SourceFault}; its text holds no credential.
 */
export async function* restSource(declaration: RestSource, connection: DeclaredConnection, about: About, sight: Sight = everything): AsyncGenerator<Sourced> {
  const reader = new Reader(declaration, connection, about, sight);
  try {
    for (const list of declaration.lists) {
      yield* reader.list(list as RestList, atTop);
      yield* reader.rest();
    }
  } catch (error) {
    yield* reader.rest();
    throw error instanceof VendorFault ? faultOf(error) : error;
  }
}

/**
 * One row, by the request that reads it again, as a scan noted it: nothing where it is gone. A request that the declaration does not have is not sent.
 * Waits for no pause that the system asks for. Throws VendorFault.
 */
export async function* restRow(declaration: RestSource, connection: DeclaredConnection, about: About, again: string): AsyncGenerator<Sourced> {
  const lists = everyList(declaration.lists as RestList[]).filter(({ one }) => one !== undefined && isOf(one, again));
  if (lists.length === 0) return;
  const response = await askOnce(declaration, connection, again);
  if (response instanceof VendorFault) throw response;
  if (response.status === 404 || response.status === 410) return;
  const row = new Row(bodyOf(declaration, response, `${declaration.system}: what was found before`));
  const reader = new Reader(declaration, connection, about, everything);
  for (const list of lists) reader.add(list, row, atTop);
  yield* reader.rest();
}

const everyList = (lists: readonly RestList[]): RestList[] => lists.flatMap((list) => [list, ...everyList(list.each ?? [])]);

/** Whether a request is the declared one with its values filled in, each as a value is written. */
function isOf(line: string, request: string): boolean {
  const parts = line.split(/\{\{[A-Za-z]+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const values = new RegExp(`^${parts.join("([^/?#&]+)")}$`).exec(request)?.slice(1);
  return values?.every(isWritten) ?? false;
}

/** A value as `filled` writes it: nothing that a server may read as a step up or a slash. */
function isWritten(value: string): boolean {
  try {
    const plain = decodeURIComponent(value);
    return encodeURIComponent(plain) === value && !/^\.+$/.test(plain) && !/[/\\]/.test(plain);
  } catch {
    return false;
  }
}

class Reader {
  private readonly segments: Segments<Location>;
  /** faults in a row that may be the whole system's */
  private failed = 0;
  /** lists of a row that gave no answer, which may give one the next time */
  private missed = 0;

  constructor(
    private readonly declaration: RestSource,
    private readonly connection: DeclaredConnection,
    about: About,
    private readonly sight: Sight,
  ) {
    this.segments = new Segments<Location>(
      about,
      () => null,
      (place) => place,
    );
  }

  /** What was gathered and not given out. */
  *rest(): Generator<Sourced> {
    const piece = this.segments.take();
    if (piece) yield { piece };
  }

  async *list(list: RestList, above: Above): AsyncGenerator<Sourced> {
    const whole = filled(list.request, above.values);
    const readAt = list.changed ? this.sight.since(whole) : null;
    const since = list.changed && readAt ? askedSince(list.changed, readAt) : null;
    const request = list.changed && since ? filled(list.changed.request, { ...above.values, since: since.text }) : whole;
    const { missed } = this;
    yield* this.rows({ ...list, request }, above, since?.moment ?? null);
    // a row that did not change would not be read again for what could not be had below it
    if (list.changed === undefined || this.missed > missed) return;
    yield* this.rest();
    yield { settled: { list: whole } };
  }

  /** Rows of all pages; those that come newest change first, until one changed before `since`. */
  private async *rows(list: RestList, above: Above, since: Date | null): AsyncGenerator<Sourced> {
    const until = since === null ? undefined : list.changed?.until;
    for (let place: Place | null = readPlace(null); place !== null; ) {
      const page: { rows: unknown[]; next: Place | null } = await this.page(list, place);
      for (const value of page.rows) {
        const row = new Row(value);
        const at = until && momentOf(row.at(until.path), until.format);
        if (at && since && Date.parse(at) < since.getTime()) return;
        const url = this.add(list, row, above);
        if (this.segments.full) yield* this.rest();
        yield* this.below(list, row, above, url);
      }
      place = page.next;
    }
  }

  /** What is listed for one row. */
  private async *below({ each = [], values = {}, what, title, id, changed }: RestList, row: Row, above: Above, url: string | null): AsyncGenerator<Sourced> {
    const name = soft(() => row.firstText("title", title)) ?? above.title ?? soft(() => row.text("id", id));
    const here: Values = { ...above.values };
    for (const [key, path] of Object.entries(values)) here[key as keyof Values] = soft(() => row.text(key, path)) ?? undefined;
    const changing = above.changing || changed !== undefined;
    for (const inner of each) {
      try {
        yield* this.list(inner, { title: name, url, values: here, changing });
        this.failed = 0;
      } catch (error) {
        const reason = error instanceof VendorFault ? this.bearable(error) : null;
        if (!(error instanceof VendorFault) || reason === null) throw error;
        yield { unreadable: { path: `${name ?? what} ${inner.what}`, reason, detail: error.message, ...whereOf(inner.request, here, changing) } };
      }
    }
  }

  /** Why this list can't be had, where the rest may be read on. */
  private bearable(fault: VendorFault): UnreadableReason | null {
    const reason = reasonOf(fault);
    if (reason !== null) this.failed = mayBeAll(reason) ? this.failed + 1 : 0;
    if (reason !== null && mayBeAll(reason)) this.missed += 1;
    return this.failed >= mostInARow ? null : reason;
  }

  /** Takes a row's texts; returns its own page. */
  add({ texts, title, id, author, at, url, what, one }: RestList, row: Row, above: Above): string | null {
    const reference = soft(() => row.text("id", id));
    const name = soft(() => row.firstText("title", title)) ?? above.title ?? reference ?? "without a name";
    const again = one === undefined || reference === null ? null : requestFor(one, { ...above.values, row: reference });
    const place = {
      line: null,
      reference,
      author: soft(() => row.firstText("author", author)),
      at: at === undefined ? null : momentOf(row.at(at.path), at.format),
      url: urlOf(url, { origin: this.connection.origin, read: (path) => soft(() => row.text("url", path)), id: reference, above: above.url }),
      ...(again === null ? {} : { again }),
    };
    const inner = title === undefined && above.title !== null;
    for (const { name: field, path, html } of texts) {
      const said = compilePath(path)(row.value)
        .flatMap((value) => textsOf(value))
        .join("\n");
      const called = `${name} ${inner || field === "" ? what : field}`;
      this.sight.read?.({ path: called, reference });
      if (said.trim() === "") continue;
      this.segments.begin({ ...place, path: called });
      this.segments.append(Buffer.from(html ? plainText(said) : said));
    }
    return place.url;
  }

  private async page(list: RestList, place: Place): Promise<{ rows: unknown[]; next: Place | null }> {
    const { declaration, connection } = this;
    const what = `${declaration.system}: ${list.what}`;
    const line = lineOf(list, place);
    const response = await askPatiently(declaration, connection, line);
    const json = bodyOf(declaration, response, what);
    const [all] = compilePath(list.rows)(json);
    if (!Array.isArray(all)) throw new VendorFault("shape", `${what}: there is no list at ${list.rows} in the answer.`, true, 200);
    const at = line.slice("GET ".length);
    const url = new URL(at.startsWith("/") ? `${declaration.basePath}${at}` : at, connection.origin);
    const counted = list.total === undefined ? null : compilePath(list.total)(json)[0];
    const total = typeof counted === "number" && Number.isSafeInteger(counted) ? counted : null;
    const identify = (value: unknown) => soft(() => new Row(value).text("id", list.id));
    const { rows, next } = turnPage(list, place, { response, json, rows: all, total, url, identify }, what);
    return { rows: list.only ? rows.filter((row) => holds(list.only ?? {}, row)) : rows, next };
  }
}

const filled = (line: string, values: Values): string => `GET ${fillPath(line.slice("GET ".length), values).path}`;

/** Where a list could not be read: by the path that its request begins with, as that of every row in it does, and whether a later run meets it by itself. */
function whereOf(request: string, values: Values, changing: boolean): { below?: string; lasting?: true } {
  const line = requestFor(request.split("?", 1)[0] as string, values);
  return { ...(line === null ? {} : { below: line.slice("GET ".length) }), ...(changing ? { lasting: true } : {}) };
}

/** The request for one row; null where its name can't be sent. */
function requestFor(line: string, values: Values): string | null {
  try {
    return filled(line, values);
  } catch (error) {
    if (error instanceof VendorFault) return null;
    throw error;
  }
}

import type { DeclaredConnection } from "../../../connectors/declarative/client";
import { compilePath } from "../../../connectors/declarative/json-path";
import { type Place, readPlace } from "../../../connectors/declarative/paging";
import { Row } from "../../../connectors/declarative/row";
import type { Values } from "../../../connectors/declarative/template";
import { VendorFault } from "../../../connectors/vendor-http";
import type { Location, UnreadableReason } from "../../../domain/exposures";
import type { About, Sourced } from "../piece";
import { plainText } from "../plain-text";
import { Segments } from "../segments";
import type { AudienceList, RestList, RestSource } from "./declaration";
import { type Asked, readAudience } from "./read-audience";
import { FileReader } from "./read-files";
import { readPage } from "./read-page";
import { tellRepository } from "./read-repository";
import { filled, requestFor } from "./requests";
import { momentOf, soft, textsOf, urlOf } from "./row-fields";
import { askedSince, type Sight } from "./sight";
import { mayBeAll, mostInARow, reasonOf } from "./what-failed";

/** What a list is read for: the row above it, as its place is called and where its page is, and what its request may hold. */
interface Above {
  title: string | null;
  url: string | null;
  values: Values;
  /** the request that lists who can read it; null = no list above has one */
  audience: string | null;
  /** whether a list above is asked for what changed alone: what fails here is not met again in the next run */
  changing: boolean;
}
export const atTop: Above = { title: null, url: null, values: {}, audience: null, changing: false };

/** Reads the lists of one source, row by row. */
export class Reader {
  private readonly segments: Segments<Location>;
  /** faults in a row that may be the whole system's */
  private failed = 0;
  /** lists of a row that gave no answer, which may give one the next time */
  private missed = 0;
  /** who can read what, as far as it was asked for */
  private readonly asked = new Set<string>();
  /** of these, how many in a row the system gave no usable answer for */
  private untold = 0;
  private readonly files: FileReader;

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
    this.files = new FileReader(declaration, connection, about, sight);
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
    const missed = this.missed + this.files.missed;
    yield* this.rows({ ...list, request }, above, since?.moment ?? null);
    // a row that did not change would not be read again for what could not be had below it
    if (list.changed === undefined || this.missed + this.files.missed > missed) return;
    yield* this.rest();
    yield { settled: { list: whole } };
  }

  /** Rows of all pages; those that come newest change first, until one changed before `since`. */
  private async *rows(list: RestList, above: Above, since: Date | null): AsyncGenerator<Sourced> {
    for (let place: Place | null = readPlace(null); place !== null; ) {
      const page: { rows: unknown[]; next: Place | null } = await readPage(this.declaration, this.connection, list, place);
      for (const value of page.rows) {
        const row = new Row(value);
        if (changedBefore(list, row, since)) return;
        const values = valuesOf(list, row, above.values);
        const request = list.audience && requestFor(list.audience.request, values);
        const here: Above = request === undefined ? above : { ...above, audience: request };
        const url = this.add(list, row, here);
        yield* this.repository(list, row, here);
        if (this.segments.full) yield* this.rest();
        yield* this.hanging(list, row, { ...here, values, url: url ?? above.url }, since);
        yield* this.below(list, row, { ...here, values, url });
        if (list.audience && request) yield* this.audience(list.audience, { request, row, values });
      }
      place = page.next;
    }
  }

  /** Tells a row that is a repository to whoever fetches those; where it is not taken, why. */
  private *repository(list: RestList, row: Row, above: Above): Generator<Sourced> {
    const detail = tellRepository(list.repository, row, this.connection.origin, this.sight);
    if (detail === null) return;
    yield { unreadable: { path: `${nameOf(list, row, above) ?? "without a name"} ${list.what}`, reason: "not_fetched", detail, below: null } };
  }

  /** The files of one row, whose values and page are `here`. */
  private async *hanging(list: RestList, row: Row, here: Above, since: Date | null): AsyncGenerator<Sourced> {
    const { files, changed } = list;
    if (!files) return;
    const name = files.rows === undefined ? here.title : nameOf(list, row, here);
    yield* this.files.of(files, { ...here, row, name, since, changing: here.changing || changed !== undefined });
  }

  /** What is listed for one row, whose values and page are `here`. */
  private async *below(list: RestList, row: Row, here: Above): AsyncGenerator<Sourced> {
    const { each = [], what, changed } = list;
    const name = nameOf(list, row, here);
    const changing = here.changing || changed !== undefined;
    for (const inner of each) {
      try {
        yield* this.list(inner, { ...here, title: name, changing });
        this.failed = 0;
      } catch (error) {
        const reason = error instanceof VendorFault ? this.bearable(error) : null;
        if (!(error instanceof VendorFault) || reason === null) throw error;
        yield { unreadable: { path: `${name ?? what} ${inner.what}`, reason, detail: error.message, ...whereOf(inner.request, here.values, changing) } };
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

  /**
   * Who can read what was listed for a row, once in a run, where somebody wants to know: a secret stands there. What the system does not tell stays
   * unknown, and nothing of the texts is missed by that; why, is kept; where it fails at several in a row, no more of them are asked for.
   */
  private async *audience(list: AudienceList, asked: Omit<Asked, "tooMany">): AsyncGenerator<Sourced> {
    if (!this.sight.wants || this.asked.has(asked.request) || this.untold >= mostInARow) return;
    // whether a secret stands in what was gathered is known once it was looked through
    yield* this.rest();
    if (!this.sight.wants(asked.request)) return;
    this.asked.add(asked.request);
    try {
      const tooMany = this.sight.isTooLarge?.(asked.request) ?? false;
      const audience = await readAudience(this.declaration, this.connection, list, { ...asked, tooMany });
      this.untold = 0;
      if (audience) yield { audience };
      else if (!tooMany) yield { refusal: { path: asked.request, reason: "too_many", detail: null } };
    } catch (error) {
      const reason = error instanceof VendorFault ? reasonOf(error) : null;
      if (reason === null) throw error;
      this.untold = mayBeAll(reason) ? this.untold + 1 : 0;
      yield { refusal: { path: asked.request, reason, detail: (error as VendorFault).message } };
    }
  }

  /** Takes a row's texts; returns its own page. */
  add(list: RestList, row: Row, above: Above): string | null {
    const { texts, title, id, author, at, url, what, one } = list;
    const reference = soft(() => row.text("id", id));
    const name = nameOf(list, row, above) ?? "without a name";
    const again = one === undefined || reference === null ? null : requestFor(one, { ...above.values, row: reference });
    const place = {
      line: null,
      reference,
      author: soft(() => row.firstText("author", author)),
      at: at === undefined ? null : momentOf(row.at(at.path), at.format),
      url: urlOf(url, { origin: this.connection.origin, read: (path) => soft(() => row.text("url", path)), id: reference, above: above.url }),
      ...(again === null ? {} : { again }),
      ...(above.audience === null ? {} : { audience: above.audience }),
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
}

/** Whether a row of a list that comes newest change first changed before what is asked for. */
function changedBefore({ changed }: RestList, row: Row, since: Date | null): boolean {
  const until = since === null ? undefined : changed?.until;
  const at = until && momentOf(row.at(until.path), until.format);
  return at && since ? Date.parse(at) < since.getTime() : false;
}

/** How a row's place is called, or that of the row above it. */
const nameOf = ({ title, id }: RestList, row: Row, above: Above): string | null =>
  soft(() => row.firstText("title", title)) ?? above.title ?? soft(() => row.text("id", id));

/** What the lists below a row may hold in their requests: what those above gave, and what the row gives. */
function valuesOf({ values = {} }: RestList, row: Row, above: Values): Values {
  const here: Values = { ...above };
  for (const [key, path] of Object.entries(values)) here[key as keyof Values] = soft(() => row.firstText(key, path)) ?? undefined;
  return here;
}

/** Where a list could not be read: by the path that its request begins with, as that of every row in it does, and whether a later run meets it by itself. */
function whereOf(request: string, values: Values, changing: boolean): { below?: string; lasting?: true } {
  const line = requestFor(request.split("?", 1)[0] as string, values);
  return { ...(line === null ? {} : { below: line.slice("GET ".length) }), ...(changing ? { lasting: true } : {}) };
}

import type { Location } from "../../domain/exposures";
import { archiveLimits } from "./budget";
import { type StoredObject, storedObjects } from "./confluence-objects";
import { addressOf, dateOf } from "./piece";

/** A page, blog post, comment or attachment, without what it says. */
interface Content {
  class: string;
  title: string | null;
  author: string | null;
  at: string | null;
  version: string | null;
  /** of an older version: the page as it is now */
  original: string | null;
  /** what it hangs on */
  container: string | null;
  space: string | null;
}

const kept = new Set(["Page", "BlogPost", "Comment", "Attachment", "CustomContentEntityObject", "SpaceDescription", "Space", "Draft", "PageTemplate"]);
const people = new Set(["ConfluenceUserImpl", "InternalUser", "User"]);
const settings = new Set(["BandanaObject", "ConfluenceBandanaRecord"]);

/** What a first reading of an entities.xml tells: which pages there are, who wrote them and when. Bodies come before and after their pages, so it takes two. */
export class ConfluenceIndex {
  private readonly contents = new Map<string, Content>();
  private readonly bodies = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private readonly logins = new Map<string, string>();
  private readonly spaces = new Map<string, string>();
  private base: string | null = null;

  /** Reads to the end, or to where the XML breaks. Beyond a million objects nothing more is remembered. */
  static async of(source: AsyncIterable<Uint8Array>): Promise<ConfluenceIndex> {
    const index = new ConfluenceIndex();
    let count = 0;
    for await (const object of storedObjects(source, (name) => kept.has(name) || people.has(name) || settings.has(name)))
      if (++count <= archiveLimits.entries) index.add(object);
    return index;
  }

  /** Where an object stands; `bodyId` finds it where a body does not say whose it is. */
  place(contentId: string | undefined, bodyId?: string): Location {
    const id = contentId ?? (bodyId === undefined ? undefined : this.bodies.get(bodyId));
    const content = id === undefined ? undefined : this.contents.get(id);
    if (!content) return { path: "a page", line: null, reference: id ?? bodyId ?? null, author: null, at: null, url: null };
    return {
      path: this.path(content),
      line: null,
      reference: id as string,
      author: content.author === null ? null : this.person(content.author),
      at: content.at,
      url: this.url(id as string, content),
    };
  }

  private add(object: StoredObject): void {
    const { id, class: name, values } = object;
    if (name === "Space") this.spaces.set(id, values.get("key") ?? id);
    else if (people.has(name)) this.addPerson(object);
    else if (!settings.has(name)) this.addContent(object);
    else if (values.get("key") === "atlassian.confluence.settings")
      this.base ??= addressOf(/<baseUrl>([^<]{1,300})<\/baseUrl>/.exec(values.get("value") ?? "")?.[1]);
  }

  private addContent({ id, class: name, values, references, collections }: StoredObject): void {
    for (const body of collections.get("bodyContents") ?? []) this.bodies.set(body, id);
    const first = (of: ReadonlyMap<string, string>, ...names: string[]) => names.map((each) => of.get(each)).find((value) => value !== undefined) ?? null;
    const date = first(values, "lastModificationDate", "creationDate");
    this.contents.set(id, {
      class: name,
      title: first(values, "title", "fileName", "name"),
      author: references.get("lastModifier") ?? values.get("lastModifierName") ?? references.get("creator") ?? values.get("creatorName") ?? null,
      // written without a zone, by the clock of the server
      at: dateOf(date && `${date.replace(" ", "T")}Z`) ?? dateOf(date),
      version: first(values, "version", "attachmentVersion"),
      original: references.get("originalVersion") ?? values.get("originalVersionId") ?? null,
      container: first(references, "containerContent", "owner", "content"),
      space: first(references, "space"),
    });
  }

  private addPerson({ id, values }: StoredObject): void {
    const login = values.get("lowerName") ?? values.get("name") ?? values.get("username") ?? null;
    const name = values.get("displayName") ?? values.get("name") ?? values.get("username") ?? null;
    const mail = values.get("emailAddress") ?? values.get("email") ?? null;
    if (login !== null) this.logins.set(id, login);
    if (name === null) return;
    const called = mail && mail !== name ? `${name} <${mail}>` : name;
    this.names.set(id, called);
    // what somebody is called stands with another object of the same login
    if (login !== null && called !== login) this.names.set(login, called);
  }

  private person(key: string): string {
    const login = this.logins.get(key);
    return (login === undefined ? undefined : this.names.get(login)) ?? this.names.get(key) ?? key;
  }

  private path({ class: name, title, version, original, container, space }: Content): string {
    const now = original === null ? undefined : this.contents.get(original);
    const old = original === null ? "" : version === null ? " (an older version)" : ` (version ${version})`;
    const key = this.spaces.get(space ?? now?.space ?? "");
    if (name === "PageTemplate") return `${key === undefined ? "" : `${key}/`}${title ?? "without a name"} template`;
    if (name === "SpaceDescription") return `${key ?? "a space"} description`;
    if (name !== "Comment" && name !== "Attachment") return `${key === undefined ? "" : `${key}/`}${title ?? now?.title ?? "a page without a title"}${old}`;
    const page = this.contents.get(container ?? now?.container ?? "");
    // one step alone: what hangs on itself would never end
    const above = page ? this.path({ ...page, class: "Page" }) : "a page";
    return name === "Comment" ? `${above} comment${old}` : `${above} attachment ${title ?? now?.title ?? "without a name"}${old}`;
  }

  private url(id: string, { class: name, container }: Content): string | null {
    if (this.base === null) return null;
    const page = name === "Comment" || name === "Attachment" ? container : id;
    if (page === null || name === "SpaceDescription" || name === "PageTemplate") return null;
    return addressOf(
      `${this.base.replace(/\/$/, "")}/pages/viewpage.action?pageId=${encodeURIComponent(page)}${name === "Comment" ? `&focusedCommentId=${encodeURIComponent(id)}` : ""}`,
    );
  }
}

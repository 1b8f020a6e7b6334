import { SaxesParser } from "saxes";

/** An object of Confluence's XML: values as text, what it refers to by id. */
export interface StoredObject {
  class: string;
  id: string;
  values: Map<string, string>;
  references: Map<string, string>;
  /** ids of the objects in a collection */
  collections: Map<string, string[]>;
  /** a value was longer than is held, and is cut */
  cut: boolean;
}

/** One value is whole in memory; what is beyond this is cut. */
const largest = 16 * 1024 * 1024;
// XML has no place for these; exports hold them all the same
const unprintable = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/**
 * The objects of an entities.xml in their order (Confluence's dump of Hibernate objects: `<object class><id/><property/><collection/></object>`), as it
 * arrives. `wanted` says which classes are kept whole; of all others nothing is held. Returns what is wrong with the XML, or null.
 */
export async function* storedObjects(source: AsyncIterable<Uint8Array>, wanted: (className: string) => boolean): AsyncGenerator<StoredObject, string | null> {
  const reader = new ObjectReader(wanted);
  const parser = new SaxesParser({ fragment: false });
  let fault: string | null = null;
  parser.on("opentag", ({ name, attributes }) => reader.open(name, attributes as Record<string, string>));
  parser.on("closetag", ({ name }) => reader.close(name));
  parser.on("text", (text) => reader.text(text));
  parser.on("cdata", (text) => reader.text(text));
  parser.on("error", (error) => {
    fault ??= error.message;
  });
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    parser.write(decoder.decode(chunk, { stream: true }).replace(unprintable, " "));
    yield* reader.take();
    if (fault) return fault;
  }
  parser.close();
  yield* reader.take();
  return fault;
}

class ObjectReader {
  private done: StoredObject[] = [];
  private object: StoredObject | null = null;
  /** elements that are open within the object */
  private within: { name: string; called: string }[] = [];
  private held = "";

  constructor(private readonly wanted: (className: string) => boolean) {}

  open(name: string, { name: called = "", class: className = "" }: Record<string, string>): void {
    if (this.object) this.within.push({ name, called });
    else if (name === "object" && this.wanted(className))
      this.object = { class: className, id: "", values: new Map(), references: new Map(), collections: new Map(), cut: false };
    this.held = "";
  }

  text(text: string): void {
    if (!this.object || this.within.length === 0) return;
    if (this.held.length + text.length > largest) this.object.cut = true;
    else this.held += text;
  }

  close(name: string): void {
    const { object } = this;
    if (!object) return;
    const [outer, inner] = this.within;
    this.within.pop();
    if (!outer) {
      if (name !== "object") return;
      this.done.push(object);
      this.object = null;
    } else if (name === "id" && outer.name === "id") object.id = this.held.trim();
    else if (name === "id" && outer.name === "property") object.references.set(outer.called, this.held.trim());
    else if (name === "id" && outer.name === "collection" && inner) {
      const ids = object.collections.get(outer.called) ?? [];
      ids.push(this.held.trim());
      object.collections.set(outer.called, ids);
    } else if (name === "property" && !inner && this.held !== "" && !object.references.has(outer.called)) object.values.set(outer.called, this.held);
    this.held = "";
  }

  take(): StoredObject[] {
    const { done } = this;
    this.done = [];
    return done;
  }
}

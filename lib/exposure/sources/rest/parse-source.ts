import { parseYamlAs, problemInWords } from "../../../connectors/declarative/parse-declaration";
import { SourceFault } from "../piece";
import { RestSource } from "./declaration";

/** A file's text as a source; `name` is the file's. Throws {@link SourceFault} that names each line, its reason and the next step. */
export function parseRestSource(text: string, name: string): RestSource {
  const read = parseYamlAs(text, RestSource);
  if ("value" in read) return read.value;
  throw new SourceFault(`${name} describes no source:\n${read.problems.slice(0, 5).map(problemInWords).join("\n")}`);
}

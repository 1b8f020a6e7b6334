/** What Prisma's command line passes to its engine. Flags it does not need here (each with one value) are skipped. */
export function parseArguments(args) {
  const given = { version: args.includes("--version"), datamodels: [], datasource: null, command: [] };
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === "--datamodels") given.datamodels.push(args[++at]);
    else if (word === "--datasource") given.datasource = JSON.parse(args[++at]);
    else if (word.startsWith("--")) at++;
    else given.command.push(word);
  }
  return given;
}

/** The same server's URL with another database. */
export function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  changed.searchParams.delete("schema");
  return changed.toString();
}

/** The schema a URL names, as Prisma writes it (`?schema=…`). */
export const schemaIn = (url) => new URL(url).searchParams.get("schema") ?? undefined;

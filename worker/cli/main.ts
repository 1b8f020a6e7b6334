import { Command, Option } from "commander";

const program = new Command("countersign")
  .description("Governance for API tokens, from the host it runs on.")
  .option("--json", "answer as JSON")
  .addOption(new Option("--organisation <which>", "when both run on this host").choices(["main", "sample"]))
  .showHelpAfterError("(countersign --help lists the commands)")
  // commander's own exit code for a faulty command line is 1
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

type Add = (program: Command) => unknown;
/** Each command by its first word, read when it is asked for: nobody who lets a person in waits for the connectors. */
const commands: Record<string, () => Promise<Add>> = {
  admin: async () => (await import("./admin")).adminCommands,
  "api-token": async () => (await import("./api-token")).apiTokenCommands,
  audit: async () => (await import("./audit")).auditCommands,
  connector: async () => (await import("./connector")).connectorCommands,
  credential: async () => (await import("./credential")).credentialCommands,
  import: async () => (await import("./import")).importCommands,
  key: async () => (await import("./key")).keyCommands,
  request: async () => (await import("./request")).requestCommands,
  scan: async () => (await import("./scan")).scanCommand,
  scim: async () => (await import("./scim")).scimCommands,
  sign: async () => (await import("./sign")).signCommand,
  status: async () => (await import("./status")).statusCommand,
  trust: async () => (await import("./trust")).trustCommands,
};

// --json may stand before or after the command's own words.
const words = process.argv.slice(2);
const asked = words.find((word) => Object.hasOwn(commands, word));
// A word that is no command may still be an option's value: help and mistakes get all of them.
for (const [name, load] of Object.entries(commands)) if (!asked || name === asked) (await load())(program);
await program.parseAsync(words.includes("--json") ? ["--json", ...words.filter((word) => word !== "--json")] : words, { from: "user" });

import { Command, Option } from "commander";
import { adminCommands } from "./admin";
import { apiTokenCommands } from "./api-token";
import { auditCommands } from "./audit";
import { connectorCommands } from "./connector";
import { credentialCommands } from "./credential";
import { importCommands } from "./import";
import { keyCommands } from "./key";
import { requestCommands } from "./request";
import { scimCommands } from "./scim";
import { signCommand } from "./sign";
import { statusCommand } from "./status";
import { trustCommands } from "./trust";

const program = new Command("countersign")
  .description("Governance for API tokens, from the host it runs on.")
  .option("--json", "answer as JSON")
  .addOption(new Option("--organisation <which>", "when both run on this host").choices(["main", "sample"]))
  .showHelpAfterError("(countersign --help lists the commands)")
  // commander's own exit code for a faulty command line is 1
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const commands = [
  adminCommands,
  apiTokenCommands,
  auditCommands,
  connectorCommands,
  credentialCommands,
  importCommands,
  keyCommands,
  requestCommands,
  scimCommands,
  signCommand,
  statusCommand,
  trustCommands,
];
for (const add of commands) add(program);

// --json may stand before or after the command's own words.
const words = process.argv.slice(2);
await program.parseAsync(words.includes("--json") ? ["--json", ...words.filter((word) => word !== "--json")] : words, { from: "user" });

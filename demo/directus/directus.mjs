// `node directus.mjs bootstrap`, then `node directus.mjs start`: Directus's own command line, without its look for updates.
import("@directus/api/cli/run.js");

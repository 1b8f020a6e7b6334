import { hasChecksum } from "../families/github";
import type { Family } from "./entry";

/** Forges and registries of packages. */
export const forges: readonly Family[] = [
  {
    family: "npm",
    rotate: "npm: Access Tokens → Delete, then create a granular one.",
    entries: [
      { id: "npm_access_token", title: "npm access token", form: "npm_{alnum:36}", check: hasChecksum },
      { id: "npm_legacy_token", title: "npm token in .npmrc", form: "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}", near: ["_authtoken"] },
    ],
  },
  {
    family: "GitLab",
    rotate: "GitLab: Preferences → Access tokens (or the project's, group's or runner's page) → Revoke or Rotate.",
    entries: [
      {
        id: "gitlab_pat",
        title: "GitLab personal, project or group access token",
        tokenClass: "personal_access_token",
        form: ["glpat-{url:20}", "glpat-{url:27-300}.{lowernum:2}.{lowernum:9}"],
      },
    ],
  },
];
